import {RegmdError} from '../../core/error.ts'
import type {Answer} from '../answer.ts'
import type {Snapshot} from '../snapshot.ts'
import type {Fold, Queue} from './queue.ts'

/** Requests that are folded at once. */
const most = 500

/** Folds what waits beside a branch into one chain of commits, and pushes it. */
export async function foldWaiting(queue: Queue, snapshot: Snapshot, fold: Fold): Promise<Answer> {
  const requests = await queue.read((snapshot.waiting ?? []).slice(0, most))
  try {
    const writes = await fold(snapshot, requests)
    return await queue.fold(
      snapshot,
      requests.map((request, index) => ({request, write: writes[index]}))
    )
  } catch (error) {
    if (!(error instanceof RegmdError)) throw error
    // A registry that cannot be read, say; whoever asks decides again, and is told.
    return {kind: 'unsent', words: [error.message]}
  }
}
