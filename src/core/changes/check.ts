import {inOrder, problemOf} from '../check.ts'
import type {Problem, ProblemCode} from '../problem.ts'
import {findForeign} from '../rules/foreign-block.ts'
import {findPolicyChanged} from '../rules/policy-changed.ts'
import {findRecordForged} from '../rules/record-forged.ts'
import {renumbered} from '../rules/number-changed.ts'
import type {Span} from '../span.ts'
import {type Accounting, accountFor} from './accounting.ts'
import type {BlockChange} from './block-change.ts'
import {type PullRequest, isShared, ownChanges} from './pull-request.ts'
import {objectionTo} from './transition.ts'
import type {Version} from './version.ts'

/** Judges what a pull request does: its problems, in the order of the head's document. */
export function checkPullRequest(request: PullRequest): readonly Problem[] {
  const accounting = accountFor(request)
  const found = [
    ...findDuplicates(request, accounting),
    ...findObjections(request, accounting),
    ...findIllegalSteps(accounting),
    ...findForeign(request, accounting).map((foreign) => ({
      code: 'FOREIGN_BLOCK' as const,
      ...foreign
    }))
  ]
  const problems = found.flatMap((broken) => problemAt(request, broken))
  return inOrder([
    ...onePerNumber(problems),
    ...findRecordForged(request).flatMap((finding) =>
      problemOf(request.policy, 'RECORD_FORGED', finding)
    ),
    ...findPolicyChanged(request).flatMap((finding) =>
      problemOf(request.policy, 'POLICY_CHANGED', finding)
    )
  ])
}

/** Of what is wrong with one block the first error says most, else the first warning. */
function onePerNumber(problems: readonly Problem[]): readonly Problem[] {
  const errors = problems.filter(({severity}) => severity === 'error')
  const first = new Map<number | undefined, Problem>()
  for (const problem of [...errors, ...problems]) {
    if (!first.has(problem.number)) first.set(problem.number, problem)
  }

  return [...first.values()]
}

interface Broken {
  readonly code: ProblemCode
  readonly change: BlockChange
  readonly message: string
}

/**
 * Numbers that both sides added, each by itself: a merge by lines would keep both blocks, but for
 * the same block at the same place. What the base took over from these commits, by a squash, is no
 * addition of its own.
 */
function findDuplicates(request: PullRequest, {isOurs}: Accounting): readonly Broken[] {
  const {base, head} = request
  return [...head.blocks].flatMap(([number, after]) => {
    const before = base.blocks.get(number)
    if (!before || isShared(request, number)) return []
    const isSamePlace = neighbourOf(base, number) === neighbourOf(head, number)
    if (before.source === after.source ? isSamePlace : isOurs(number, before)) return []
    const {session} = before.block.claim
    const holder = session === undefined ? '' : `, of \`${session}\``
    const message = `The base branch has a block for number ${number} since${holder}; merged, there would be two`
    return [{code: 'NUMBER_DUPLICATE', change: {number, before, after}, message}]
  })
}

/** Number of the block before one; `undefined` for the first. */
function neighbourOf({registry: {blocks}}: Version, number: number): number | undefined {
  const index = blocks.findIndex(({claim}) => claim.number === number)
  return blocks[index - 1]?.claim.number
}

function findObjections(request: PullRequest, {isAccountedFor}: Accounting): readonly Broken[] {
  return ownChanges(request)
    .filter((change) => !isAccountedFor(change))
    .flatMap((change) => {
      const objection = objectionOf(request, change)
      return objection ? [{...objection, change}] : []
    })
}

function objectionOf({base, head, policy}: PullRequest, change: BlockChange) {
  return objectionTo(change, {before: base.blocks, after: head.blocks, policy})
}

/** What landed once counts, even where a later commit takes it back; drafts by hand may change. */
function findIllegalSteps({illegal, hasDeeds}: Accounting): readonly Broken[] {
  if (!hasDeeds) return []
  return illegal.flatMap(({change, objection, commit}) =>
    objection
      ? [
          {
            ...objection,
            change,
            message: `${objection.message} (commit ${commit.slice(0, 10)})`
          }
        ]
      : []
  )
}

function problemAt(request: PullRequest, {code, change, message}: Broken) {
  const span = placeOf(request, change)
  return problemOf(request.policy, code, {span, message, number: change.number})
}

/** The block's heading; where it is gone, the one that the session has now, else the one before it. */
function placeOf({base, head}: PullRequest, change: BlockChange): Span {
  const {number} = change
  const {blocks, registry} = head
  const moved = renumbered(change, {before: base.blocks, after: blocks})
  const before = registry.blocks.findLast(({claim}) => claim.number < number)
  return (blocks.get(number) ?? moved)?.block.heading ?? before?.heading ?? {start: 0, end: 0}
}
