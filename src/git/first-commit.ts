import {importCommits} from './import.ts'
import {type Git, runChecked} from './run.ts'

/** Files of a first commit, by path. */
export type FirstFiles = ReadonlyMap<string, Uint8Array>

/** Makes an empty bare repository. */
export async function makeBare(git: Git, directory: string): Promise<void> {
  await runChecked(git, ['init', '--quiet', '--bare', '--initial-branch=main', directory])
}

/**
 * Starts a branch with a commit that has no parents.
 *
 * @param git - whose directory is the repository.
 * @param branch - short name.
 */
export async function startBranch(
  git: Git,
  branch: string,
  {message, files}: {readonly message: string; readonly files: FirstFiles}
): Promise<void> {
  const human = `human <human@example.invalid> ${Math.floor(Date.now() / 1000)} +0000`
  const identity = {author: human, committer: human}
  const imported = Array.from(files, ([path, bytes]) => ({path, mode: '100644', bytes}))
  const place = {parent: undefined, ref: `refs/heads/${branch}`}
  await importCommits(git, [{identity, message: `${message}\n`, files: imported}], place)
}
