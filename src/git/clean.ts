import {type Git, runChecked} from './run.ts'

/**
 * Finds the id of the blob that a file of the worktree would be committed as, line ends and filters
 * as git is configured for its path. Nothing is written.
 *
 * @param root - of the worktree.
 * @param path - from there.
 */
export async function cleanedBlob(
  git: Git,
  {root, path}: {readonly root: string; readonly path: string},
  bytes: Uint8Array
): Promise<string> {
  const args = ['hash-object', '--stdin', `--path=${path}`]
  return (await runChecked({...git, directory: root}, args, {input: bytes})).trim()
}
