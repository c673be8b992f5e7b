import type {ProblemCode} from '../problem.ts'
import {blockRemoved} from '../rules/block-removed.ts'
import {claimRewritten} from '../rules/claim-rewritten.ts'
import {claimTakenOver} from '../rules/claim-taken-over.ts'
import {numberChanged} from '../rules/number-changed.ts'
import {statusRolledBack} from '../rules/status-rolled-back.ts'
import {type BlockChange, isRegistered} from './block-change.ts'
import type {Passage, TransitionRule} from './transition-rule.ts'

/** A rule that a change breaks, and how. */
export interface Objection {
  readonly code: ProblemCode
  readonly message: string
}

const rules: readonly TransitionRule[] = [
  numberChanged,
  blockRemoved,
  claimTakenOver,
  statusRolledBack,
  claimRewritten
]

/** Judges one change; at most one rule objects. */
export function objectionTo(change: BlockChange, passage: Passage): Objection | undefined {
  for (const {code, find} of rules) {
    const message = find(change, passage)
    if (message !== undefined) return {code, message}
  }

  return undefined
}

/** What a legal change amounts to. */
export type Transition = 'claim' | 'release' | 'ready' | 'acknowledge' | 'edit'

/** Names a change by what it does to the block. */
export function transitionOf({before, after}: BlockChange): Transition {
  if (isRegistered(before) !== isRegistered(after)) {
    return isRegistered(after) ? 'claim' : 'release'
  }

  if (!before || !after || !isRegistered(after)) return 'edit'
  const [was, is] = [before.block.claim, after.block.claim]
  if (was.ready === undefined && is.ready !== undefined) return 'ready'
  return was.acknowledged === is.acknowledged ? 'edit' : 'acknowledge'
}
