import type {Accounting} from '../changes/accounting.ts'
import {type BlockChange, isRegistered} from '../changes/block-change.ts'
import {type PullRequest, ownChanges} from '../changes/pull-request.ts'
import {objectionTo, transitionOf} from '../changes/transition.ts'
import {renumbered} from './number-changed.ts'

/** A change that the pull request has no right to, and why. */
export interface ForeignChange {
  readonly change: BlockChange
  readonly message: string
}

/**
 * Finds changes of blocks that are not the pull request's own.
 *
 * Commits of regmd account for what they say that they do, here or on the registry branch. Of what
 * is left, a pull request without any commit of regmd, written by hand, may change one block;
 * pending ones may be reworded freely if it claims none.
 */
export function findForeign(
  request: PullRequest,
  {hasDeeds, culpritOf, isAccountedFor}: Accounting
): readonly ForeignChange[] {
  const passage = {before: request.base.blocks, after: request.head.blocks}
  const isMoved = (change: BlockChange) => renumbered(change, passage) !== undefined
  // A block that goes under another number is one change, told there.
  const open = ownChanges(request).filter((change) => !isAccountedFor(change) && !isMoved(change))
  if (hasDeeds) {
    return open.map((change) => ({
      change,
      message: unaccounted(change, culpritOf(change.number))
    }))
  }

  const own = open.find((change) => isClaim(change, request)) ?? open.find(isAboutClaim)
  if (!own) return []
  return open
    .filter((change) => change !== own)
    .map((change) => ({
      change,
      message: `This pull request is about number ${own.number}, and changes number ${change.number} too`
    }))
}

function unaccounted({number}: BlockChange, commit: string | undefined): string {
  return commit === undefined
    ? `No commit of regmd accounts for this change of number ${number}`
    : `Commit ${commit.slice(0, 10)} changes number ${number}, and is no commit of regmd that says so`
}

function isClaim(change: BlockChange, {base, head, policy}: PullRequest): boolean {
  const passage = {before: base.blocks, after: head.blocks, policy}
  return transitionOf(change) === 'claim' && !objectionTo(change, passage)
}

function isAboutClaim({before, after}: BlockChange): boolean {
  return isRegistered(before) || isRegistered(after)
}
