import {type BlockChange, isRegistered} from '../changes/block-change.ts'
import {type PullRequest, ownChanges} from '../changes/pull-request.ts'
import type {JudgedChange} from '../changes/step.ts'
import {objectionTo, transitionOf} from '../changes/transition.ts'

/** A change that the pull request has no right to, and why. */
export interface ForeignChange {
  readonly change: BlockChange
  readonly message: string
}

/**
 * Finds changes of blocks that are not the pull request's own.
 *
 * A commit of regmd accounts for what it says that it does; so does the registry branch for blocks
 * that it holds as they are here, which came by a squash or a rebase. Of what is left, a pull
 * request without any commit of regmd, written by hand, may change one block; pending ones may be
 * reworded freely if it claims none.
 */
export function findForeign(
  request: PullRequest,
  judged: readonly JudgedChange[]
): readonly ForeignChange[] {
  const open = ownChanges(request).filter((change) => !isAccountedFor(change, request, judged))
  const hasDeeds = judged.some(({step}) => step.deeds.length > 0)
  if (hasDeeds) {
    return open.map((change) => ({
      change,
      message: `No commit of session ${change.number} accounts for this change`
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

/** Whether the commits that touch a block say so, each rightly, and lead to what it is now. */
export function isAccountedFor(
  {number, after}: BlockChange,
  {live}: PullRequest,
  judged: readonly JudgedChange[]
): boolean {
  if (live && after && live.get(number)?.source === after.source) return true
  const touching = judged.filter(({change}) => change.number === number)
  return (
    touching.at(-1)?.change.after?.source === after?.source &&
    touching.length > 0 &&
    touching.every(({deed}) => deed)
  )
}

function isClaim(change: BlockChange, {base, head, policy}: PullRequest): boolean {
  const passage = {before: base.blocks, after: head.blocks, policy}
  return transitionOf(change) === 'claim' && !objectionTo(change, passage)
}

function isAboutClaim({before, after}: BlockChange): boolean {
  return isRegistered(before) || isRegistered(after)
}
