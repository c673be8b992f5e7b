import {RegmdError} from '../core/error.ts'
import type {WatchEvent} from '../core/watch/news.ts'
import {waitAfter} from '../core/watch/pace.ts'
import {sleep} from './sleep.ts'
import {unlessInterrupted} from './watch/ending.ts'
import {
  type Clock,
  type Memory,
  type Read,
  type Standing,
  readAgain,
  readFirst
} from './watch/reading.ts'
import type {Workspace} from './workspace.ts'

/** How a registry is watched. */
export interface WatchOptions {
  /** Cursor, commit or ref after which it goes on; `undefined` for now. */
  readonly since: string | undefined
  /** Shortest wait between two looks, in seconds. */
  readonly interval: number
  /** Milliseconds since the epoch; there is one last look then. Infinity for no end. */
  readonly deadline: number
  readonly clock: Clock
  readonly signal: AbortSignal
}

/**
 * What a watcher has to say.
 *
 * - `start`: once, before all else.
 * - `event`: something happened.
 * - `state`: after each reading, and what it had to tell.
 * - `failure`: it cannot look or read, said once until it can again, which is a `recovery`.
 */
export type Sight =
  | {readonly kind: 'start' | 'state'; readonly standing: Standing}
  | {readonly kind: 'event'; readonly event: WatchEvent}
  | {readonly kind: 'failure'; readonly error: RegmdError}
  | {readonly kind: 'recovery'}

/** Time that git gets for one look and what comes of it, in milliseconds. */
const lookMs = 60_000

/** What git gets for the last look, in milliseconds, late as it is. */
const lastLookMs = 5000

/**
 * Watches a registry: tells each event once, what a commit builds on before it. Looks follow one
 * another at a distance that grows while nothing happens. It ends when the user interrupts, or at
 * the deadline.
 *
 * @throws {RegmdError} what reading the registry throws, the first time; `COMMIT_UNAVAILABLE`.
 */
export async function* watchRegistry(
  workspace: Workspace,
  {since, interval, deadline, clock, signal}: WatchOptions
): AsyncGenerator<Sight, void, undefined> {
  const first = await unlessInterrupted(readFirst(workspace, since, clock), signal)
  if (!first) return
  yield {kind: 'start', standing: first.before}
  yield* sightsOf(first)

  let course: Course = {memory: first.memory, idle: 0, isFailing: false}
  while (Date.now() < deadline && !signal.aborted) {
    const wait = waitAfter(interval, course.idle, Math.random()) * 1000
    await sleep(Math.min(wait, deadline - Date.now()), signal)
    const reading = tryToRead(withTime(workspace, deadline), course.memory, clock)
    const found = await unlessInterrupted(reading, signal)
    if (!found) return
    yield* newsOf(found, course)
    course = goOn(course, found)
  }
}

/** How watching goes. */
interface Course {
  readonly memory: Memory
  /** Looks in a row that showed nothing new. */
  readonly idle: number
  readonly isFailing: boolean
}

function goOn({memory, idle}: Course, {read, error}: Found): Course {
  return {
    memory: read?.memory ?? memory,
    idle: read ? 0 : idle + 1,
    isFailing: error !== undefined
  }
}

function* newsOf({read, error}: Found, {isFailing}: Course): Generator<Sight, void, undefined> {
  if (error && !isFailing) yield {kind: 'failure', error}
  if (!error && isFailing) yield {kind: 'recovery'}
  if (read) yield* sightsOf(read)
}

function* sightsOf({events, after}: Read): Generator<Sight, void, undefined> {
  for (const event of events) yield {kind: 'event', event}
  yield {kind: 'state', standing: after}
}

/** Neither a reading nor an error where nothing has changed. */
interface Found {
  readonly read?: Read | undefined
  readonly error?: RegmdError
}

/** What cannot be read now may be another time. */
async function tryToRead(workspace: Workspace, memory: Memory, clock: Clock): Promise<Found> {
  try {
    return {read: await readAgain(workspace, memory, clock)}
  } catch (error) {
    if (error instanceof RegmdError) return {error}
    throw error
  }
}

function withTime(workspace: Workspace, last: number): Workspace {
  const deadline = Math.min(Date.now() + lookMs, last + lastLookMs)
  return {...workspace, git: {...workspace.git, deadline}}
}
