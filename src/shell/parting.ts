import {changedPaths} from '../git/ahead.ts'
import {mergeBasesOf} from '../git/ancestry.ts'
import {contains} from '../git/objects.ts'
import type {Git} from '../git/run.ts'

/** What two branches did since they parted. */
export interface Parting {
  /** Commit at which they parted, hex; of several the first. */
  readonly start: string
  /** Paths from the root that the base branch has otherwise than there. */
  readonly onBase: readonly string[]
  /** The same of the registry branch. */
  readonly onRegistry: readonly string[]
}

/**
 * Finds out what the base branch and the registry branch did since they parted.
 *
 * @throws {RegmdError} `COMMIT_UNAVAILABLE` in a clone that is too shallow to tell.
 */
export async function readParting(git: Git, base: string, tip: string): Promise<Parting> {
  const isMerged = await contains(git, base, tip)
  const [start = tip] = isMerged ? [tip] : await mergeBasesOf(git, base, tip)
  const [onBase, onRegistry] = await Promise.all([
    changedPaths(git, start, base),
    changedPaths(git, start, tip)
  ])
  return {start, onBase, onRegistry}
}
