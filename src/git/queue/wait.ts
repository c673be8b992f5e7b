import {outcomeUnknown} from '../land.ts'
import type {Limits} from '../limits.ts'
import type {Asked} from './asked.ts'
import type {Fate} from './fate.ts'
import type {QueuedPort} from '../port.ts'
import {Stay} from './stay.ts'

/**
 * Puts a request in the queue and waits for its fate; folds what waits when it is its turn. Only
 * three things are certain: a commit on the branch carries the request's name; its ref was there and
 * is gone, and the branch as it is after that has no such commit; or it was withdrawn.
 *
 * @throws {RegmdError} `OUTCOME_UNKNOWN` if nothing of this could be learned in time.
 */
export async function waitInQueue(port: QueuedPort, asked: Asked, limits: Limits): Promise<Fate> {
  const stay = await Stay.enter(port, asked, limits)
  if (!stay) return {landed: false, snapshot: asked.snapshot, isClosed: true, isLoose: false}

  for (;;) {
    const fate = await stay.look()
    if (fate) return fate
    if (isOver(limits)) break
  }

  const last = await stay.leave(false)
  if (last) return last
  throw outcomeUnknown({})
}

function isOver({now, deadline, signal}: Limits): boolean {
  return now() >= deadline || signal.aborted
}
