import type {Policy} from '../policy.ts'
import type {ProblemCode} from '../problem.ts'
import type {BlockChange, BlockStates} from './block-change.ts'

/** What two states of a document are judged by. */
export interface Passage {
  readonly before: BlockStates
  readonly after: BlockStates
  readonly policy: Policy
}

/** A way in which a block must not change. */
export interface TransitionRule {
  readonly code: ProblemCode
  /** Says what is wrong with a change; nothing where this rule has no objection. */
  readonly find: (change: BlockChange, passage: Passage) => string | undefined
}
