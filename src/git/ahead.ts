import {type Git, runChecked} from './run.ts'

/**
 * Lists the paths that a commit has otherwise than an earlier one.
 *
 * @returns from the root, with slashes.
 */
export async function changedPaths(
  git: Git,
  before: string,
  after: string
): Promise<readonly string[]> {
  const args = ['diff-tree', '-r', '-z', '--no-renames', '--name-only', before, after]
  return (await runChecked(git, args)).split('\0').filter((path) => path !== '')
}
