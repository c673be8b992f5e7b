import {RegmdError, exitCodes} from '../core/error.ts'
import type {Decide, Decision} from './decision.ts'
import {land, outcomeUnknown} from './land.ts'
import {type Limits, pause, stopIfInterrupted} from './limits.ts'
import type {Port} from './port.ts'
import {type Snapshot, isSame} from './snapshot.ts'
import type {Fate} from './queue/fate.ts'
import type {QueuedPort} from './port.ts'
import {isBusy} from './queue/turn.ts'
import {waitInQueue} from './queue/wait.ts'

/** How a swap ended. */
export interface Swapped<T> {
  readonly result: T
  /** Commit that landed; `undefined` if nothing had to be written. */
  readonly commit: string | undefined
  /** Tip of the branch when the result was true. */
  readonly tip: string
  /** Commits that were made; 0 if nothing had to be written. */
  readonly attempts: number
}

/**
 * Compare-and-swap on a branch: reads it, decides, commits, and moves the branch if nobody has
 * meanwhile; if somebody has, decides again on what they left, and waits in the queue beside the
 * branch, where there is one, until somebody carries it out.
 *
 * @throws {RegmdError} what `decide` and the port throw; `CONTENTION` at the deadline if nothing
 *   sent is pending; `OUTCOME_UNKNOWN` if something may be; `REMOTE_REFUSED`; `INTERRUPTED` before
 *   anything was sent.
 */
export async function swap<T>(port: Port, decide: Decide<T>, limits: Limits): Promise<Swapped<T>> {
  const race: Race<T> = {port, decide, limits, queue: port.queue, isLoose: false}
  let snapshot = await port.read()

  try {
    for (let attempts = 0; ; attempts++) {
      stopIfInterrupted(limits)
      const turn = await decideFresh(race, {snapshot, attempts})
      const {result, write} = turn.decision
      if (!write) return {result, commit: undefined, tip: turn.read.tip, attempts}
      const landing = await attempt(race, turn, attempts)
      if ('commit' in landing) return {...landing, tip: landing.commit, attempts: attempts + 1}
      snapshot = landing
      if (limits.now() >= limits.deadline) throw contention(attempts + 1)
    }
  } catch (error) {
    throw race.isLoose && !isRefusal(error) ? outcomeUnknown({}) : error
  }
}

interface Race<T> {
  readonly port: Port
  readonly decide: Decide<T>
  readonly limits: Limits
  /** As long as it is of use. */
  queue: Port['queue']
  /** Whether a request that left the queue may still come back. */
  isLoose: boolean
}

interface Turn<T> {
  readonly decision: Decision<T>
  /** State on which it was decided. */
  readonly read: Snapshot
}

/**
 * Decides on what is there now. Whoever has lost before learns at once that it is refused; if not,
 * and nobody else can carry it out, it waits, and then looks again: a snapshot from before the wait
 * would lose once more.
 */
async function decideFresh<T>(
  {port, decide, limits, queue}: Race<T>,
  {snapshot, attempts}: {readonly snapshot: Snapshot; readonly attempts: number}
): Promise<Turn<T>> {
  const decision = await decide(snapshot)
  const isQueued = queue && decision.foldable
  if (!decision.write || attempts === 0 || isQueued) return {decision, read: snapshot}
  await pause(limits, attempts)
  const read = await port.read()
  return {decision: isSame(read, snapshot) ? decision : await decide(read), read}
}

/** Tries once to have a decision carried out; the state that it leaves if it was not. */
async function attempt<T>(
  race: Race<T>,
  {decision, read}: Turn<T>,
  attempts: number
): Promise<{readonly result: T; readonly commit: string} | Snapshot> {
  const {port, limits, queue} = race
  const {result, write, foldable} = decision
  if (!write) throw new Error('Expected something to write')
  if (queue && foldable && (attempts > 0 || isBusy(read, limits.now()))) {
    const queued: QueuedPort = {read: port.read, queue}
    const fate = await waitInQueue(queued, {...foldable, snapshot: read}, limits)
    if (fate.landed) return {result: await resultOf(race, fate), commit: fate.found.commit}
    race.isLoose ||= fate.isLoose
    if (fate.isClosed) race.queue = undefined
    return fate.snapshot
  }

  const commit = await port.commit(read, write)
  stopIfInterrupted(limits)
  const landing = await land(port, {snapshot: read, commit}, limits)
  return landing.landed ? {result, commit} : landing.snapshot
}

/** What was decided is decided once more, on the state on which it was carried out. */
async function resultOf<T>(
  {decide}: Race<T>,
  {snapshot, found}: Extract<Fate, {readonly landed: true}>
): Promise<T> {
  const at = (oid: string) => ({...snapshot, tip: oid, written: oid})
  try {
    return (await decide(at(found.parent))).result
  } catch (error) {
    // The base branch has moved, say, and now other rules hold.
    if (!(error instanceof RegmdError)) throw error
    return (await decide(at(found.commit))).result
  }
}

/** Refusals say what the registry says: what may come back would be refused as well. */
function isRefusal(error: unknown): boolean {
  return error instanceof RegmdError && [2, 3, 6].includes(exitCodes[error.code])
}

function contention(attempts: number): RegmdError {
  const message = `Others were first ${attempts} times; the time is up and nothing was written`
  return new RegmdError('CONTENTION', message, {details: {attempts}})
}
