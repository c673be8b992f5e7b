import {type Claim, claimKeys} from '../claim.ts'
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
export type Transition = 'claim' | 'release' | 'ready' | 'ack' | 'reassign' | 'edit'

/** Names a change by what it does to the block. */
export function transitionOf(change: BlockChange): Transition {
  const {before, after} = change
  if (isRegistered(before) !== isRegistered(after)) {
    return isRegistered(after) ? 'claim' : 'release'
  }

  if (!before || !after) return 'edit'
  if (isReassignment(change)) return 'reassign'
  if (!isRegistered(after)) return 'edit'
  const [was, is] = [before.block.claim, after.block.claim]
  if (was.ready === undefined && is.ready !== undefined) return 'ready'
  return was.acknowledged === is.acknowledged ? 'edit' : 'ack'
}

/** Whether a block got another role, goal or responsibilities, says why, and stays what it was. */
export function isReassignment({before, after}: BlockChange): boolean {
  if (!before || !after) return false
  const [was, is] = [before.block.claim, after.block.claim]
  const differing = claimKeys.filter((key) => JSON.stringify(was[key]) !== JSON.stringify(is[key]))
  const isAssigned = differing.some((key) => assigned.includes(key))
  return (
    isAssigned &&
    is.reason !== undefined &&
    differing.every((key) => key === 'reason' || assigned.includes(key))
  )
}

/** What the orchestrator may change. */
const assigned: readonly (keyof Claim)[] = ['role', 'goal', 'responsibilities']
