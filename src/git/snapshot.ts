import type {Waiting} from './queue/request.ts'

/** The branch of live claims and the base branch, read at one moment. */
export interface Snapshot {
  /** Commit on which the next one is built. */
  readonly tip: string
  /** Value of the written branch; `undefined` if it does not exist yet. */
  readonly written: string | undefined
  /** Tip of the base branch; `undefined` if it does not exist. */
  readonly base: string | undefined
  /** Requests beside the branch, the oldest first; absent where there is no queue. */
  readonly waiting?: readonly Waiting[]
}

/** Revisions that leave out what both branches have. */
export function without({tip, base}: Pick<Snapshot, 'tip' | 'base'>): readonly string[] {
  return [tip, ...(base === undefined ? [] : [base])].map((end) => `^${end}`)
}

/** Whether neither branch has moved between two readings; the tip follows from both. */
export function isSame(
  a: Pick<Snapshot, 'written' | 'base'>,
  b: Pick<Snapshot, 'written' | 'base'>
): boolean {
  return a.written === b.written && a.base === b.base
}
