import {type Cursor, parseCursor} from '../../core/watch/cursor.ts'
import {findCommit, requireCommit} from '../../git/ancestry.ts'
import {commonWith, independent, unreached} from '../../git/reach.ts'
import type {Git} from '../../git/run.ts'
import type {Reading} from '../read.ts'

/** The commits that contain all of a registry's history: of the registry branch and the base branch. */
export function tipsOf({snapshot: {tip, base}}: Pick<Reading, 'snapshot'>): readonly string[] {
  return [...new Set([tip, ...(base === undefined ? [] : [base])])]
}

/** The cursor that stands for all that there is now. */
export async function cursorOfNow(git: Git, reading: Reading): Promise<Cursor> {
  return {heads: await independent(git, tipsOf(reading)), left: []}
}

/**
 * Finds the cursor that a person or a script named.
 *
 * @param since - a cursor, a commit id or a ref.
 * @throws {RegmdError} `COMMIT_UNAVAILABLE` if it names a commit that is not here.
 */
export async function cursorSince(git: Git, reading: Reading, since: string): Promise<Cursor> {
  const given = parseCursor(since)
  if (!given) {
    const commit = await requireCommit(git, since)
    const tips = tipsOf(reading)
    // Nobody has said that a ref of somebody's own stands in the registry's history.
    const isApart = (await unreached(git, [commit], tips)).has(commit)
    if (!isApart) return {heads: [commit], left: []}
    return {heads: await commonWith(git, commit, tips), left: [commit]}
  }

  const {heads, left, partial} = given
  for (const commit of [...heads, ...(partial ? [partial.commit] : [])]) {
    await requireCommit(git, commit)
  }

  const known = await Promise.all(left.map(async (commit) => findCommit(git, commit)))
  // What no branch contains, and this clone has not, leaves nothing out.
  return {heads, left: left.filter((_, index) => known[index] !== undefined), partial}
}
