import {type Limits, pause} from './limits.ts'
import {type TreeFile, listFiles} from './objects.ts'
import {type Git, run, runChecked} from './run.ts'
import {listWorktrees} from './worktrees.ts'

/** A file on a local branch, and a version of it that is known to have been there. */
export interface Followed {
  /** Fully qualified: `refs/heads/main`. */
  readonly branch: string
  /** From the root, with slashes. */
  readonly path: string
}

/** What became of one worktree's copy: at the tip, or left because a person has changed it. */
export interface Copy {
  readonly root: string
  readonly isCurrent: boolean
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
  const worktrees = await listWorktrees(git)
  const copies: Copy[] = []
  for (const {root, branch} of worktrees) {
    if (branch !== followed.branch) continue
    copies.push({root, isCurrent: await followIn({...git, directory: root}, followed, limits)})
  }

  return copies
}

async function followIn(git: Git, followed: Followed, limits: Limits): Promise<boolean> {
  for (let tries = 1; tries <= maxTries; tries++) {
    const state = await takeStep(git, followed)
    if (state !== 'moving' && state !== 'stuck') return state === 'current'
    if (state === 'stuck') await pause(limits, 1)
  }

  return false
}

/**
 * - `current`: file and index are at the tip.
 * - `changed`: a person has changed one of them.
 * - `moving`: both were brought forward; the tip may have moved on.
 * - `stuck`: somebody else holds the index, or was stopped half-way.
 */
type State = 'current' | 'changed' | 'moving' | 'stuck'

async function takeStep(git: Git, followed: Followed): Promise<State> {
  const {branch, path} = followed
  const [tip] = await listFiles(git, branch, path)
  const entry = await indexEntry(git, path)
  if (!tip || entry === undefined) return 'changed'
  if (entry === tip.oid) return (await isCopyOf(git, path, entry)) ? 'current' : 'changed'
  if (!(await hasHeld(git, followed, entry))) return 'changed'
  if (await advance(git, {path, from: entry, to: tip.oid, mode: tip.mode})) return 'moving'

  const file = await fileBlob(git, path)
  if (file === entry) return 'stuck'
  if (file === undefined || !(await hasHeld(git, followed, file))) return 'changed'
  // The index fell behind the file, or the file behind it: somebody was stopped between the two.
  await setIndex(git, {...tip, oid: file})
  return 'stuck'
}

interface Step {
  readonly path: string
  readonly mode: string
  /** Blob ids. */
  readonly from: string
  readonly to: string
}

/**
 * Moves file and index entry from one version to another in one command of git, which refuses if
 * either differs from the old one, and leaves all other paths: the two trees hold only this one.
 */
async function advance(git: Git, {path, mode, from, to}: Step): Promise<boolean> {
  const [before, after] = await narrowTrees(git, {path, mode, from, to})
  const {code} = await run(git, ['read-tree', '-m', '-u', before, after])
  return code === 0
}

/** Writes one tree for each blob, with nothing in it but the path; level by level. */
async function narrowTrees(
  git: Git,
  {path, mode, from, to}: Step
): Promise<readonly [string, string]> {
  const names = path.split('/').toReversed()
  let level: readonly [string, string] = [from, to]
  let type = `${mode} blob`

  for (const name of names) {
    const trees = level.map((oid) => `${type} ${oid}\t${name}\0`).join('\0')
    const stdout = await runChecked(git, ['mktree', '--batch', '--missing', '-z'], {input: trees})
    const [before = '', after = ''] = stdout.trim().split('\n')
    level = [before, after]
    type = '040000 tree'
  }

  return level
}

/** Blob id of a path in the index; `undefined` without one, or in a conflict. */
async function indexEntry(git: Git, path: string): Promise<string | undefined> {
  const stdout = await runChecked(git, ['ls-files', '--stage', '-z', '--', `:(top,literal)${path}`])
  const entries = stdout.split('\0').filter((line) => line !== '')
  return entries.length === 1 ? /^\d{6} ([0-9a-f]+) 0\t/u.exec(entries[0] ?? '')?.[1] : undefined
}

/** Blob id that the file would have if it were added; `undefined` if there is no file. */
async function fileBlob(git: Git, path: string): Promise<string | undefined> {
  const {code, stdout} = await run(git, ['hash-object', '--', path])
  return code === 0 ? stdout.toString().trim() : undefined
}

async function isCopyOf(git: Git, path: string, oid: string): Promise<boolean> {
  const file = await fileBlob(git, path)
  // A sparse checkout may leave the file out.
  return file === oid || file === undefined
}

async function setIndex(git: Git, {path, oid, mode}: TreeFile): Promise<void> {
  await run(git, ['update-index', '--verbose', '--cacheinfo', `${mode},${oid},${path}`])
}

/** Whether the branch, or the commit before its tip, ever had this version of the file. */
async function hasHeld(git: Git, {branch, path}: Followed, oid: string): Promise<boolean> {
  const format = ['--format=', '--raw', '--no-abbrev', '--no-renames', '-m', '--first-parent']
  const args = ['log', ...format, `--find-object=${oid}`, '--max-count=1', branch, '--', path]
  const {code, stdout} = await run(git, args)
  return code === 0 && stdout.length > 0
}
