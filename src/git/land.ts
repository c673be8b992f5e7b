import {RegmdError} from '../core/error.ts'
import {type Limits, pause, stopIfInterrupted} from './limits.ts'
import type {Answer} from './answer.ts'
import type {Port} from './port.ts'
import type {Snapshot} from './snapshot.ts'

/** A commit and the snapshot it was made on. */
export interface Attempt {
  readonly snapshot: Snapshot
  readonly commit: string
}

/** Fate of an attempt: on the branch, or certain never to be, with the branch as it is now. */
export type Landing =
  | {readonly landed: true}
  | {readonly landed: false; readonly snapshot: Snapshot}

/**
 * Sends one commit until its fate is certain. Only two things are certain: the branch has the
 * commit; or the branch has moved without it, so that the lease can no longer hold. While the
 * branch has not moved, the same commit is sent again: doing so twice is doing so once.
 *
 * @throws {RegmdError} `REMOTE_REFUSED` and `REMOTE_UNAVAILABLE` if every send definitely failed;
 *   `CONTENTION` if so at the deadline; `OUTCOME_UNKNOWN` if any send may still take effect.
 */
export async function land(port: Port, attempt: Attempt, limits: Limits): Promise<Landing> {
  const {commit} = attempt
  // Once an answer is lost, no later failure of the same commit is certain.
  let isUncertain = false

  for (let sends = 1; ; sends++) {
    const answer = await port.send(attempt.snapshot, commit)
    if (answer.kind === 'accepted') return {landed: true}
    isUncertain ||= answer.kind === 'unknown'
    // A server that was sent a push twice rejects the second one.
    const landing = await look(port, attempt, isUncertain || answer.kind === 'rejected')
    if (landing === 'unreadable') isUncertain = true
    else if (landing) return landing
    if (!isUncertain) stopIfInterrupted(limits)
    stop({answer, isUncertain, sends, isLast: isLast(limits)}, port.patience)
    await pause(limits, sends)
  }
}

/**
 * Looks where the branch is now: the attempt's fate, or nothing while the branch has not moved. Of
 * what may have landed, whatever keeps it from looking leaves the fate unknown.
 */
async function look(
  port: Port,
  {snapshot: before, commit}: Attempt,
  mayHaveLanded: boolean
): Promise<Landing | 'unreadable' | undefined> {
  try {
    const snapshot = await port.read()
    if (await port.holds(snapshot, commit)) return {landed: true}
    return snapshot.written === before.written ? undefined : {landed: false, snapshot}
  } catch (error) {
    if (mayHaveLanded && error instanceof RegmdError) return 'unreadable'
    throw error
  }
}

function isLast({now, deadline, signal}: Limits): boolean {
  return now() >= deadline || signal.aborted
}

interface State {
  readonly answer: Answer
  readonly isUncertain: boolean
  readonly sends: number
  readonly isLast: boolean
}

/** Ends the attempt if nothing more can be learned, or hoped for. */
function stop({answer, isUncertain, sends, isLast}: State, patience: number): void {
  const details = {git: answer.words}
  if (isUncertain) {
    if (isLast) throw outcomeUnknown(details)
    return
  }

  if (answer.kind === 'unsent' && (sends >= patience || isLast)) {
    throw new RegmdError('REMOTE_UNAVAILABLE', 'Cannot push to the remote; nothing was changed', {
      hint: 'git push --dry-run',
      details
    })
  }

  if (answer.kind === 'refused' || (answer.kind === 'rejected' && sends >= patience)) {
    throw new RegmdError('REMOTE_REFUSED', 'This push is refused; nothing was changed', {
      hint: 'regmd status',
      details
    })
  }

  if (isLast) {
    const message = 'The branch could not be moved in time; nothing was written'
    throw new RegmdError('CONTENTION', message, {details})
  }
}

/** Failure of a write that may have taken effect, or may yet. */
export function outcomeUnknown(details: Readonly<Record<string, unknown>>): RegmdError {
  const message = 'The answer was lost: what was sent may be on the branch, now or later'
  return new RegmdError('OUTCOME_UNKNOWN', message, {details})
}
