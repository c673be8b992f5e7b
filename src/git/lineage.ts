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

/**
 * Commits at which refs have stood in this clone, as far as it still has them, and that tips do not
 * contain: the branch was rewound, or written anew.
 *
 * @param refs - fully qualified.
 * @param tips - commit ids.
 */
export async function abandonedTips(
  git: Git,
  refs: readonly string[],
  tips: readonly string[]
): Promise<readonly string[]> {
  const present = await listRefs(git, refs)
  const seen = await Promise.all(
    present.map(async ({name, oid}) => [oid, ...(await reflogOf(git, name))])
  )
  const ids = [...new Set(seen.flat())]
  if (ids.length === 0) return []
  const args = ['rev-list', '--ignore-missing', ...ids, ...tips.map((tip) => `^${tip}`)]
  const lost = new Set((await runChecked(git, args)).split('\n'))
  return ids.filter((id) => lost.has(id))
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
