import {outcomeUnknown} from '../land.ts'
import type {Limits} from '../limits.ts'
import type {Port, Snapshot} from '../port.ts'
import type {Fold, Found, Queue} from './queue.ts'
import {Stay} from './stay.ts'

/** How others can carry out what is asked. */
export interface Foldable {
  /** The request, for whoever folds it. */
  readonly text: string
  /** Decides what others ask. */
  readonly fold: Fold
}

/** What is asked, and when. */
export interface Asked extends Foldable {
  /** State on which it was decided. */
  readonly snapshot: Snapshot
}

/** What became of a request: carried out by a commit, or not, with the branch as it is now. */
export type Fate =
  | {readonly landed: true; readonly found: Found; readonly snapshot: Snapshot}
  | ({readonly landed: false; readonly snapshot: Snapshot} & Leaving)

/** How a request left the queue that was not carried out. */
export interface Leaving {
  /** Whether the queue is of no use here: the remote takes no such refs, or refuses what is folded. */
  readonly isClosed: boolean
  /** Whether a push of it may still be on its way, so that it may be carried out later. */
  readonly isLoose: boolean
}

/** A port with a queue. */
export type QueuedPort = Pick<Port, 'read'> & {readonly queue: Queue}

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
