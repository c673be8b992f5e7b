import type {Snapshot} from './snapshot.ts'
import type {Write} from './write.ts'
import type {Foldable} from './queue/asked.ts'

/** What is wanted on a snapshot: a result, and what must be written for it to be true, if anything. */
export interface Decision<T> {
  readonly result: T
  readonly write?: Write
  /** How others can carry it out; absent where nobody else may. */
  readonly foldable?: Foldable
}

/** Asked anew on every snapshot; throws to refuse. */
export type Decide<T> = (snapshot: Snapshot) => Promise<Decision<T>>
