import {isDeepStrictEqual} from 'node:util'
import {RegmdError} from '../core/error.ts'
import {land} from './land.ts'
import {type Limits, pause, stopIfInterrupted} from './limits.ts'
import type {Port, Snapshot, Write} from './port.ts'

/** What is wanted on a snapshot: a result, and what must be written for it to be true, if anything. */
export interface Decision<T> {
  readonly result: T
  readonly write?: Write
}

/** Asked anew on every snapshot; throws to refuse. */
export type Decide<T> = (snapshot: Snapshot) => Promise<Decision<T>>

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
 * meanwhile; if somebody has, decides again on what they left.
 *
 * @throws {RegmdError} what `decide` and the port throw; `CONTENTION` at the deadline if nothing
 *   sent is pending; `OUTCOME_UNKNOWN` if something may be; `REMOTE_REFUSED`; `INTERRUPTED` before
 *   anything was sent.
 */
export async function swap<T>(port: Port, decide: Decide<T>, limits: Limits): Promise<Swapped<T>> {
  let snapshot = await port.read()

  for (let attempts = 0; ; attempts++) {
    stopIfInterrupted(limits)
    const {decision, read} = await decideFresh(port, decide, {snapshot, attempts, limits})
    const {result, write} = decision
    if (!write) return {result, commit: undefined, tip: read.tip, attempts}
    const commit = await port.commit(read, write)
    stopIfInterrupted(limits)
    const landing = await land(port, {snapshot: read, commit}, limits)
    if (landing.landed) return {result, commit, tip: commit, attempts: attempts + 1}
    snapshot = landing.snapshot
    if (limits.now() >= limits.deadline) throw contention(attempts + 1)
  }
}

interface Turn {
  readonly snapshot: Snapshot
  readonly attempts: number
  readonly limits: Limits
}

/**
 * Decides on what is there now. Whoever has lost before learns at once that it is refused; if not,
 * it waits, and then looks again: a snapshot from before the wait would lose once more.
 */
async function decideFresh<T>(
  port: Port,
  decide: Decide<T>,
  {snapshot, attempts, limits}: Turn
): Promise<{readonly decision: Decision<T>; readonly read: Snapshot}> {
  const decision = await decide(snapshot)
  if (!decision.write || attempts === 0) return {decision, read: snapshot}
  await pause(limits, attempts)
  const read = await port.read()
  const isSame = isDeepStrictEqual(read, snapshot)
  return {decision: isSame ? decision : await decide(read), read}
}

function contention(attempts: number): RegmdError {
  const message = `Others were first ${attempts} times; the time is up and nothing was written`
  return new RegmdError('CONTENTION', message, {details: {attempts}})
}
