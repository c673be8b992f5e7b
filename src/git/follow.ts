import {RegmdError} from '../core/error.ts'
import {advance} from './advance.ts'
import {checkedOut} from './checked-out.ts'
import {type Limits, pause} from './limits.ts'
import type {TreeFile} from './objects.ts'
import {putBack} from './put-back.ts'
import {readVersions} from './versions.ts'
import {type Git, run} from './run.ts'

/** A file on a local branch, and a version of it that is known to have been there. */
export interface Followed {
  /** Fully qualified: `refs/heads/main`. */
  readonly branch: string
  /** From the root, with slashes. */
  readonly path: string
}

/** What became of one worktree's copy. */
export interface Copy {
  readonly root: string
  /**
   * - `current`: file and index entry are at the tip.
   * - `changed`: the file has a person's changes and is left; the index entry is at the tip.
   * - `staged`: the index entry has a person's changes, and is left.
   * - `stuck`: git cannot work there now; the next command goes on.
   */
  readonly state: 'current' | 'changed' | 'staged' | 'stuck'
}

/** Tries for one worktree; each but the last one is followed by a wait. */
const maxTries = 12

/**
 * Brings the copies of a file up to the tip of its branch, in every worktree that has the branch
 * checked out: the file and its index entry, nothing else, and only from a version that the branch
 * has held. Where the tip moves meanwhile, it goes on to the new one.
 *
 * Git does each step under its index lock. A process that is killed between steps leaves a version
 * that the branch has held, so that the next one can go on from there.
 */
export async function followBranch(
  git: Git,
  followed: Followed,
  limits: Limits
): Promise<readonly Copy[]> {
  const roots = await ifPossible(async () => checkedOut(git, followed.branch), [])
  const copies: Copy[] = []
  for (const root of roots) {
    const here = {...git, directory: root}
    const state = await ifPossible(async () => followIn(here, followed, limits), 'stuck')
    copies.push({root, state})
  }

  return copies
}

/** What was written stays written, also where git cannot work, or a worktree is out of order. */
async function ifPossible<T>(attempt: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await attempt()
  } catch (error) {
    if (error instanceof RegmdError) return otherwise
    throw error
  }
}

async function followIn(git: Git, followed: Followed, limits: Limits): Promise<Copy['state']> {
  for (let tries = 1; tries <= maxTries; tries++) {
    const state = await takeStep(git, followed)
    if (state !== 'moving' && state !== 'stuck') return state
    if (state === 'stuck') await pause(limits, 1)
  }

  return 'stuck'
}

/** `moving`: something was brought forward; the tip may have moved on. */
async function takeStep(git: Git, followed: Followed): Promise<Copy['state'] | 'moving'> {
  const {path} = followed
  const versions = await readVersions(git, followed)
  if (!versions) return 'staged'
  const {tip, entry, copy} = versions
  const isHeld = async (oid: string) => oid === tip.oid || hasHeld(git, followed, oid)
  if (!(await isHeld(entry))) return 'staged'
  if (copy === undefined || !(await isHeld(copy))) {
    // A commit of something else must not take the claim back by an old entry.
    return entry === tip.oid ? 'changed' : setEntry(git, tip)
  }

  // Somebody was stopped between the two: the file is what a person sees.
  if (copy !== entry) return setEntry(git, {...tip, oid: copy})
  if (copy === tip.oid) return 'current'
  if (await advance(git, {path, from: copy, to: tip.oid, mode: tip.mode})) return 'moving'
  await putBack(git, tip)
  // Git goes by times and sizes; the content may be the same all along.
  await run(git, ['add', '--refresh', '--', `:(top,literal)${path}`])
  return 'stuck'
}

async function setEntry(
  git: Git,
  {path, oid, mode}: Pick<TreeFile, 'path' | 'oid' | 'mode'>
): Promise<'moving' | 'stuck'> {
  const args = ['update-index', '--verbose', '--cacheinfo', `${mode},${oid},${path}`]
  const {code} = await run(git, args)
  return code === 0 ? 'moving' : 'stuck'
}

/** Whether the branch ever had this version of the file. */
async function hasHeld(git: Git, {branch, path}: Followed, oid: string): Promise<boolean> {
  const format = [
    '--format=',
    '--raw',
    '--no-abbrev',
    '--no-renames',
    '-m',
    '--first-parent',
    '--no-show-signature'
  ]
  const place = `:(top,literal)${path}`
  const args = ['log', ...format, `--find-object=${oid}`, '--max-count=1', branch, '--', place]
  const {code, stdout} = await run(git, args)
  return code === 0 && stdout.length > 0
}
