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
  /** Where both sides come from, as far as the registry was there; several after merges both ways. */
  readonly mergeBases: readonly Version[]
  readonly base: Version
  readonly head: Version
  /** Commits of the head that the base has not, oldest first. */
  readonly steps: readonly Step[]
  /** Commits of the registry branch that neither side has: what a squash or a rebase brought came from there. */
  readonly witnesses: readonly Step[]
  /** Whether claims live on a branch of their own, as far as this clone knows. */
  readonly isApart: boolean
  /** Of the base. */
  readonly policy: Policy
}

/** Blocks that the pull request changes: as the base has them, and as the head does. */
export function ownChanges({mergeBases, base, head}: PullRequest): readonly BlockChange[] {
  return changesBetween(base.blocks, head.blocks).filter(({number, after}) =>
    mergeBases.every(({blocks}) => blocks.get(number)?.source !== after?.source)
  )
}

/** Whether both sides have a block of a number from where they part. */
export function isShared({mergeBases}: PullRequest, number: number): boolean {
  return mergeBases.some(({blocks}) => blocks.has(number))
}

/** Whether the base changed a block since both sides parted. */
export function isChangedOnBase({mergeBases, base}: PullRequest, number: number): boolean {
  const now = base.blocks.get(number)?.source
  return mergeBases.every(({blocks}) => blocks.get(number)?.source !== now)
}
