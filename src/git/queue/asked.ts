import type {Snapshot} from '../snapshot.ts'
import type {Fold} from './queue.ts'

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
