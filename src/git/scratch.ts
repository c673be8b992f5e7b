import {join} from 'node:path'
import {type Git, runChecked} from './run.ts'

/** A scratch remote and clones of it. */
export interface Scratch {
  /** Bare repository. */
  readonly remote: string
  /** Worktrees of the clones, in the order of their names. */
  readonly clones: readonly string[]
}

/** Files of a first commit, by path. */
export type FirstFiles = ReadonlyMap<string, Uint8Array>

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
  await runChecked(git, ['init', '--quiet', '--bare', '--initial-branch=main', remote])
  const importing = {...git, directory: remote}
  await runChecked(importing, ['fast-import', '--quiet', '--date-format=now'], {
    input: importStream(files)
  })
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

function importStream(files: FirstFiles): Buffer {
  const message = 'Start the registry'
  return Buffer.concat([
    Buffer.from(
      `commit refs/heads/main\ncommitter human <human@example.invalid> now\ndata ${message.length}\n${message}\n`
    ),
    ...[...files].flatMap(([path, bytes]) => [
      Buffer.from(`M 100644 inline ${path}\ndata ${bytes.length}\n`),
      bytes,
      Buffer.from('\n')
    ])
  ])
}
