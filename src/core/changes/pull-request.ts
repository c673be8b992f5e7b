import type {Policy} from '../policy.ts'
import type {BlockChange} from './block-change.ts'
import {changesBetween} from './block-change.ts'
import type {Step} from './step.ts'
import type {Version} from './version.ts'

/**
 * What a pull request does, seen from three sides.
 *
 * ```text
 * merge base ── … ── base          what others did meanwhile
 *            └─ steps ── head      what this one does
 * ```
 */
export interface PullRequest {
  /** Where both sides come from; `undefined` where the registry was not there yet. */
  readonly mergeBase: Version | undefined
  readonly base: Version
  readonly head: Version
  /** Commits of the head that the base has not, oldest first, merges left out. */
  readonly steps: readonly Step[]
  /** Commits of the registry branch that neither side has: what a squash or a rebase brought came from there. */
  readonly witnesses: readonly Step[]
  /** Of the base. */
  readonly policy: Policy
}

/** Blocks that the pull request changes: as the base has them, and as the head does. */
export function ownChanges({mergeBase, base, head}: PullRequest): readonly BlockChange[] {
  return changesBetween(base.blocks, head.blocks).filter(
    ({number, after}) => mergeBase?.blocks.get(number)?.source !== after?.source
  )
}
