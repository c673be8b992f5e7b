import {join} from 'node:path'
import {type FirstFiles, makeBare, startBranch} from './first-commit.ts'
import {type Git, runChecked} from './run.ts'

/** A scratch remote and clones of it. */
export interface Scratch {
  /** Bare repository. */
  readonly remote: string
  /** Worktrees of the clones, in the order of their names. */
  readonly clones: readonly string[]
}

/**
 * Makes a bare repository with one commit on `main`, and clones of it, each with an identity.
 *
 * @param git - whose directory, empty, gets all of it.
 * @param names - of the clones: folder and committer.
 */
export async function makeScratch(
  git: Git,
  files: FirstFiles,
  names: readonly string[]
): Promise<Scratch> {
  const remote = join(git.directory, 'remote.git')
  await makeBare(git, remote)
  const message = 'Start the registry'
  await startBranch({...git, directory: remote}, 'main', {message, files})
  const clones: string[] = []
  for (const name of names) clones.push(await makeClone(git, remote, name))
  return {remote, clones}
}

async function makeClone(git: Git, remote: string, name: string): Promise<string> {
  const directory = join(git.directory, name)
  await runChecked(git, ['clone', '--quiet', remote, directory])
  const clone = {...git, directory}
  await runChecked(clone, ['config', 'user.name', name])
  await runChecked(clone, ['config', 'user.email', `${name}@example.invalid`])
  await runChecked(clone, ['config', 'commit.gpgsign', 'false'])
  return directory
}
