import type {Snapshot} from '../snapshot.ts'
import type {Found} from './queue.ts'

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
