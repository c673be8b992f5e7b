import type {BlockChange, BlockState} from './block-change.ts'
import type {PullRequest} from './pull-request.ts'
import {type JudgedChange, judgeStep} from './step.ts'

/** What the commits of a pull request, and of the registry branch, say about its changes. */
export interface Accounting {
  /** What the pull request's own commits do, judged. */
  readonly judged: readonly JudgedChange[]
  /** Whether a commit of regmd is among them. */
  readonly hasDeeds: boolean
  /** The last of the pull request's own commits that changes a number without a right to it. */
  readonly culpritOf: (number: number) => string | undefined
  /** Whether rightful commits lead from the base's block to the head's. */
  readonly isAccountedFor: (change: BlockChange) => boolean
  /** Whether the pull request's own commits brought a state. */
  readonly isOurs: (number: number, state: BlockState) => boolean
}

/** Judges what commits do, once for all questions about them. */
export function accountFor({steps, witnesses, policy}: PullRequest): Accounting {
  const judged = steps.flatMap((step) => judgeStep(step, policy))
  const others = witnesses.flatMap((step) => judgeStep(step, policy))
  const rightful = [...judged, ...others].filter(({deed}) => deed)
  return {
    judged,
    hasDeeds: judged.some(({hasDeeds}) => hasDeeds),
    culpritOf: (number) =>
      judged.findLast(({change, deed}) => change.number === number && !deed)?.commit,
    isAccountedFor: (change) => leads(change, rightful),
    isOurs: (number, state) =>
      judged.some(({change}) => change.number === number && change.after?.source === state.source)
  }
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
