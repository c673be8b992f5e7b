import {type Progress, progressOf} from '../../core/protocol/progress.ts'
import {type Cursor, renderCursor} from '../../core/watch/cursor.ts'
import type {WatchEvent} from '../../core/watch/news.ts'
import {readApproval} from '../approval.ts'
import {placeOf} from '../place.ts'
import {type Reading, readRegistry} from '../read.ts'
import type {Workspace} from '../workspace.ts'
import {type Look, isSameLook, lookAt, namesToWatch} from './look.ts'
import {readNews} from './news.ts'
import {cursorOfNow, cursorSince} from './since.ts'

/** Where a registry stands. */
export interface Standing {
  readonly progress: Progress
  /** Stands for all that was told so far. */
  readonly cursor: string
  /** Registry branch as git shows it: `origin/registry`, `main`. */
  readonly branch: string
}

/** What a watcher remembers. */
export interface Memory {
  readonly cursor: Cursor
  /** Branches on which the registry depends, and where they stood before it was last read. */
  readonly names: readonly string[]
  readonly look: Look | undefined
}

/** What a reading came to. */
export interface Read {
  readonly memory: Memory
  /** Before its events were told, and after. */
  readonly before: Standing
  readonly events: readonly WatchEvent[]
  readonly after: Standing
}

/** Time of day, UTC: `2026-11-20T18:10:27Z`. */
export type Clock = () => string

/**
 * Reads a registry for the first time.
 *
 * @param since - cursor, commit or ref after which to tell what happened; `undefined` for now.
 * @throws {RegmdError} what reading the registry throws; `COMMIT_UNAVAILABLE`.
 */
export async function readFirst(
  workspace: Workspace,
  since: string | undefined,
  clock: Clock
): Promise<Read> {
  const reading = await readRegistry(workspace, false)
  const cursor = await (since === undefined
    ? cursorOfNow(workspace.git, reading)
    : cursorSince(workspace.git, reading, since))
  const names = await namesToWatch(workspace, reading.branches)
  const look = lookOf(reading)
  const isWhole = names.every((name) => Object.values(reading.branches).includes(name))
  return tell(workspace, reading, {
    clock,
    memory: {cursor, names, look: isWhole ? look : undefined}
  })
}

/**
 * Reads a registry again if a branch has moved.
 *
 * @returns `undefined` if none has.
 * @throws {RegmdError} what reading the registry throws.
 */
export async function readAgain(
  workspace: Workspace,
  memory: Memory,
  clock: Clock
): Promise<Read | undefined> {
  const look = await lookAt(workspace, memory.names)
  if (memory.look && isSameLook(look, memory.look)) return undefined
  const reading = await readRegistry(workspace, false)
  const names = await namesToWatch(workspace, reading.branches)
  // Where others count from now on, nobody has looked at them yet.
  const isSame = names.join(' ') === memory.names.join(' ')
  return tell(workspace, reading, {
    clock,
    memory: {cursor: memory.cursor, names, look: isSame ? look : undefined}
  })
}

async function tell(
  workspace: Workspace,
  reading: Reading,
  {memory, clock}: {readonly memory: Memory; readonly clock: Clock}
): Promise<Read> {
  const {git} = workspace
  const {events, cursor} = await readNews(git, {reading, time: clock()}, memory.cursor)
  const progress = progressOf(reading.document.registry, await readApproval(git, reading))
  const {ref, branch} = placeOf(workspace, reading.document.path, reading.branches.written)
  const standing = {progress, branch: ref ?? branch}
  return {
    memory: {...memory, cursor},
    before: {...standing, cursor: renderCursor(memory.cursor)},
    events,
    after: {...standing, cursor: renderCursor(cursor)}
  }
}

function lookOf({branches, snapshot}: Reading): Look {
  const pairs = [
    [branches.written, snapshot.written],
    [branches.base, snapshot.base]
  ] as const
  return new Map(pairs.flatMap(([name, oid]) => (oid === undefined ? [] : [[name, oid] as const])))
}
