import {type BlockChange, type BlockState, isRegistered} from './block-change.ts'
import {type PullRequest, isChangedOnBase} from './pull-request.ts'
import {type JudgedChange, type Step, judgeStep} from './step.ts'

/** What the commits of a pull request, and of the registry branch, say about its changes. */
export interface Accounting {
  /** Whether a commit of regmd is among the pull request's own. */
  readonly hasDeeds: boolean
  /** What the pull request's own commits must not do, but did. */
  readonly illegal: readonly JudgedChange[]
  /** The last of the pull request's own commits that changes a number without a right to it. */
  readonly culpritOf: (number: number) => string | undefined
  /** Whether rightful commits lead from the base's block to the head's. */
  readonly isAccountedFor: (change: BlockChange) => boolean
  /** Whether the pull request's own commits brought a state. */
  readonly isOurs: (number: number, state: BlockState) => boolean
}

/** Judges what commits do, once for all questions about them. */
export function accountFor(request: PullRequest): Accounting {
  const {steps, witnesses, policy} = request
  const judge = (some: readonly Step[]) => some.flatMap((step) => judgeStep(step, policy))
  const own = judge(steps.filter(({isMerge}) => !isMerge))
  const merged = judge(steps.filter(({isMerge}) => isMerge))
  const rightful = [...own, ...judge(witnesses)].filter(({deed}) => deed)
  return {
    hasDeeds: own.some(({hasDeeds}) => hasDeeds),
    illegal: [...own, ...merged.filter(({change}) => !isMerged(request, change))].filter(
      ({objection, change}) => objection && !leads(change, rightful)
    ),
    culpritOf: (number) =>
      own.findLast(({change, deed}) => change.number === number && !deed)?.commit,
    isAccountedFor: (change) => leads(change, rightful) || isMixture(change, {own, rightful}),
    isOurs: (number, state) =>
      own.some(({change}) => change.number === number && change.after?.source === state.source)
  }
}

/** Whether a merge only takes what the base has come to since, or its words for a pending block. */
function isMerged(request: PullRequest, {number, before, after}: BlockChange): boolean {
  const base = request.base.blocks.get(number)
  const isBases = after?.source === base?.source && isChangedOnBase(request, number)
  return isBases || isBlend(after, {base, claimed: before})
}

interface Judged {
  readonly own: readonly JudgedChange[]
  readonly rightful: readonly JudgedChange[]
}

/**
 * Whether a block is what the base has reworded while it was pending, claimed meanwhile by rightful
 * commits alone.
 */
function isMixture({number, before, after}: BlockChange, {own, rightful}: Judged): boolean {
  const isPure = own.every(({change, deed}) => change.number !== number || deed)
  const claimed = rightful.findLast(({change}) => change.number === number)?.change.after
  return isPure && isBlend(after, {base: before, claimed})
}

interface Blend {
  readonly base: BlockState | undefined
  readonly claimed: BlockState | undefined
}

/** Whether a block is what a merge by lines makes of a claim and of what the base says of the pending block. */
function isBlend(state: BlockState | undefined, {base, claimed}: Blend): boolean {
  if (!state || !claimed || isRegistered(base)) return false
  const [now, was, reworded] = [state, claimed, base].map(valuesOf)
  const isHeld = (['status', 'session'] as const).every((key) => now?.get(key) === was?.get(key))
  return (
    isHeld &&
    [...(now ?? [])].every(
      ([key, value]) => value === was?.get(key) || value === reworded?.get(key)
    )
  )
}

/** What a block says, value by value, for comparison. */
function valuesOf(state: BlockState | undefined): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(state?.block.claim ?? {}).map(([key, value]) => [
      key,
      JSON.stringify(value) ?? ''
    ])
  )
}

/** Follows changes from one state as far as they go; lines of development may lie side by side. */
function leads({number, before, after}: BlockChange, rightful: readonly JudgedChange[]): boolean {
  const own = rightful.filter(({change}) => change.number === number)
  const reached = new Set([before?.source])
  for (let size = 0; size < reached.size;) {
    size = reached.size
    for (const {change} of own) {
      if (reached.has(change.before?.source)) reached.add(change.after?.source)
    }
  }

  return own.length > 0 && reached.has(after?.source)
}
