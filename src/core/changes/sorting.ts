import {type Origins, keyOf} from './origins.ts'
import type {Rejected} from './rejected.ts'
import type {JudgedChange} from './step.ts'
import type {ToldStep} from './told-step.ts'

/** What a commit does to blocks, told apart. */
export interface Sorted {
  /** What no commit did before. */
  readonly news: readonly JudgedChange[]
  /** What it only takes over from others. */
  readonly taken: readonly JudgedChange[]
  /** What puts right again what an earlier commit broke. */
  readonly repaired: readonly JudgedChange[]
  /** What never came to count. */
  readonly rejected: readonly JudgedChange[]
}

/** What is known of a history when one of its commits is told. */
export interface Knowledge {
  readonly origins: Origins
  readonly rejected: Rejected
  /** Keys of the states that breaches led to. */
  readonly wrong: ReadonlySet<string>
}

/** Tells a commit's changes apart. */
export function sortChanges(step: ToldStep, knowledge: Knowledge): Sorted {
  const {origins, rejected, wrong} = knowledge
  const kindOf = (one: JudgedChange): keyof Sorted => {
    if (isTaken(one, step, origins)) return 'taken'
    if (rejected.has(one)) return 'rejected'
    const {number, before} = one.change
    return wrong.has(keyOf(number, before)) && origins.isKnown(one) ? 'repaired' : 'news'
  }

  const kinds = new Map(step.changes.map((one) => [one, kindOf(one)]))
  const all = (kind: keyof Sorted) => step.changes.filter((one) => kinds.get(one) === kind)
  return {
    news: all('news'),
    taken: all('taken'),
    repaired: all('repaired'),
    rejected: all('rejected')
  }
}

/**
 * Whether a change only takes over what another commit did: in a merge, on the base branch, or where
 * the document comes back. What nobody gave up is not taken over, whoever merges.
 */
export function isTaken(one: JudgedChange, step: ToldStep, origins: Origins): boolean {
  const {isMerge, isOnBase, isStart} = step
  if (!one.change.after) return false
  if (isStart) return origins.isKnown(one)
  if (!(isMerge || isOnBase) || origins.othersOf(one).length === 0) return false
  return !one.objection || origins.isFollowing(one, isMerge)
}
