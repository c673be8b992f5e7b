import {inOrder, problemOf} from '../check.ts'
import type {Problem, ProblemCode} from '../problem.ts'
import {findForeign, isAccountedFor} from '../rules/foreign-block.ts'
import {findPolicyChanged} from '../rules/policy-changed.ts'
import type {Span} from '../span.ts'
import type {BlockChange} from './block-change.ts'
import {type PullRequest, isDisputed, ownChanges} from './pull-request.ts'
import {type JudgedChange, judgeStep} from './step.ts'
import {objectionTo} from './transition.ts'
import type {Version} from './version.ts'

/** Judges what a pull request does: its problems, in the order of the head's document. */
export function checkPullRequest(request: PullRequest): readonly Problem[] {
  const judged = request.steps.flatMap((step) => judgeStep(step, request.policy))
  const found = [
    ...findDuplicates(request),
    ...findObjections(request, judged),
    ...findIllegalSteps(judged),
    ...findForeign(request, judged).map((foreign) => ({code: 'FOREIGN_BLOCK' as const, ...foreign}))
  ]
  // One block, one problem: the first says most.
  const blocks = found.filter(
    ({change}, index) => found.findIndex((other) => other.change.number === change.number) === index
  )
  return inOrder([
    ...blocks.flatMap((broken) => problemAt(request, broken)),
    ...findPolicyChanged(request).flatMap((finding) =>
      problemOf(request.policy, 'POLICY_CHANGED', finding)
    )
  ])
}

interface Broken {
  readonly code: ProblemCode
  readonly change: BlockChange
  readonly message: string
}

/** Numbers that both sides added: a merge by lines would keep both blocks. */
function findDuplicates(request: PullRequest): readonly Broken[] {
  return ownChanges(request)
    .filter(
      (change) => !request.mergeBase?.blocks.has(change.number) && change.before && change.after
    )
    .filter((change) => objectionOf(request, change))
    .map((change) => ({
      code: 'NUMBER_DUPLICATE',
      change,
      message: `The base branch has given number ${change.number} to \`${change.before?.block.claim.session}\` since; merged, there would be two`
    }))
}

function findObjections(request: PullRequest, judged: readonly JudgedChange[]): readonly Broken[] {
  return ownChanges(request)
    .filter((change) => isDisputed(request, change) || !isAccountedFor(change, request, judged))
    .flatMap((change) => {
      const objection = objectionOf(request, change)
      return objection ? [{...objection, change}] : []
    })
}

function objectionOf({base, head, policy}: PullRequest, change: BlockChange) {
  return objectionTo(change, {before: base.blocks, after: head.blocks, policy})
}

/** What landed once counts, even where a later commit takes it back; drafts by hand may change. */
function findIllegalSteps(judged: readonly JudgedChange[]): readonly Broken[] {
  if (!judged.some(({step}) => step.deeds.length > 0)) return []
  return judged.flatMap(({change, objection, step}) =>
    objection
      ? [
          {
            ...objection,
            change,
            message: `${objection.message} (commit ${step.commit.slice(0, 10)})`
          }
        ]
      : []
  )
}

function problemAt({head, policy}: PullRequest, {code, change, message}: Broken) {
  const span = placeOf(head, change)
  return problemOf(policy, code, {span, message, number: change.number})
}

/** The block's heading; where it is gone, the one before it. */
function placeOf({registry}: Version, {number}: BlockChange): Span {
  const own = registry.blocks.find(({claim}) => claim.number === number)
  const before = registry.blocks.findLast(({claim}) => claim.number < number)
  return (own ?? before)?.heading ?? {start: 0, end: 0}
}
