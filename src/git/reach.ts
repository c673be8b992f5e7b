import {type Git, run, runChecked} from './run.ts'

/** Of some commits those that no other one builds on. */
export async function independent(
  git: Git,
  commits: readonly string[]
): Promise<readonly string[]> {
  const unique = [...new Set(commits)]
  if (unique.length < 2) return unique
  return linesOf(await runChecked(git, ['merge-base', '--independent', ...unique]))
}

/**
 * Finds commits that the histories of tips do not contain.
 *
 * @param commits - ids; all must be here.
 */
export async function unreached(
  git: Git,
  commits: readonly string[],
  tips: readonly string[]
): Promise<ReadonlySet<string>> {
  const others = commits.filter((commit) => !tips.includes(commit))
  if (others.length === 0) return new Set()
  const without = tips.map((tip) => `^${tip}`)
  const outside = new Set(linesOf(await runChecked(git, ['rev-list', ...others, ...without])))
  return new Set(others.filter((commit) => outside.has(commit)))
}

/** Finds the last commits that a commit builds on, or is, and that the histories of tips contain. */
export async function commonWith(
  git: Git,
  commit: string,
  tips: readonly string[]
): Promise<readonly string[]> {
  // Where they have nothing in common, git says so by its exit code.
  const outcomes = await Promise.all(
    tips.map(async (tip) => run(git, ['merge-base', '--all', commit, tip]))
  )
  return independent(
    git,
    outcomes.flatMap(({code, stdout}) => (code === 0 ? linesOf(stdout.toString()) : []))
  )
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '')
}
