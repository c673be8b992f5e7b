import type {Change} from '../amend.ts'
import type {Approval} from '../approval.ts'
import type {Claim} from '../claim.ts'
import type {Subject} from '../rules/rule.ts'

/** What an action knows of the document it decides on. */
export interface Setting extends Subject {
  /** What git says about a human's approval; without it, the document's own record of it counts. */
  readonly approval?: Approval | undefined
}

/** Who asks, and when. */
export interface Asker {
  /** Session id: `name`, `runtime-id` or `name (runtime-id)`. */
  readonly session: string
  /** UTC, `2026-11-20T18:10:27Z`. */
  readonly now: string
}

/** An action's answer: the claim as it is or will be, and the change that brings it about. */
export interface Decision {
  readonly claim: Claim
  /** Absent where the document says so already. */
  readonly change?: Change
  /** Fields that a registration message says otherwise; the block's value counts. */
  readonly overruled?: readonly ('role' | 'goal')[]
}
