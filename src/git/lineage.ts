import {findCommit} from './ancestry.ts'
import {listRefs} from './refs.ts'
import {type Git, run, runChecked} from './run.ts'

/** Commits of a branch by first parents, as far as they touch paths: what landed on it, not what it merged. */
export async function firstParents(
  git: Git,
  tip: string,
  paths: readonly string[]
): Promise<ReadonlySet<string>> {
  const places = paths.map((path) => `:(top,literal)${path}`)
  const stdout = await runChecked(git, ['rev-list', '--first-parent', tip, '--', ...places])
  return new Set(stdout.split('\n'))
}

/** Whether a commit stands on a branch's line of first parents: not merged into it, but built on. */
export async function isOnLine(git: Git, tip: string, commit: string): Promise<boolean> {
  return (await firstParentsOf(git, tip)).has(commit)
}

async function firstParentsOf(git: Git, tip: string): Promise<ReadonlySet<string>> {
  return new Set((await runChecked(git, ['rev-list', '--first-parent', tip])).split('\n'))
}

/** The branches of today that are held against what this clone remembers. */
export interface Present {
  /** Tip of the registry branch: commit id, hex. */
  readonly tip: string
  readonly base: string | undefined
}

/**
 * Commits at which refs have stood in this clone, as far as it still knows, and from which the
 * registry branch does not go on: it was rewound, written anew, or merged into another line. What a
 * person merged into the base branch is there by right.
 *
 * @param refs - fully qualified.
 */
export async function abandonedTips(
  git: Git,
  refs: readonly string[],
  {tip, base}: Present
): Promise<readonly string[]> {
  const present = await listRefs(git, refs)
  const seen = await Promise.all(
    present.map(async ({name, oid}) => [oid, ...(await reflogOf(git, name))])
  )
  const ids = [...new Set(seen.flat())]
  const others = ids.filter((id) => id !== tip && id !== base)
  if (others.length === 0) return []
  const without = base === undefined ? [] : [`^${base}`]
  const args = ['rev-list', '--ignore-missing', ...others, ...without]
  const outside = new Set((await runChecked(git, args)).split('\n'))
  const line = await firstParentsOf(git, tip)
  return others.filter((id) => outside.has(id) && !line.has(id))
}

/** A ref without a reflog has no memory; that is no failure. */
async function reflogOf(git: Git, ref: string): Promise<readonly string[]> {
  const {code, stdout} = await run(git, ['reflog', 'show', '--format=%H', ref, '--'])
  const ids = stdout
    .toString()
    .split('\n')
    .filter((id) => id !== '')
  if (code !== 0 || ids.length === 0) return []
  // Where the ref stood before the first entry, which is not listed: a clone notes none for its start.
  const start = await findCommit(git, `${ref}@{${ids.length}}`)
  return start === undefined ? ids : [...ids, start]
}
