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
 * @param message - one line of ASCII.
 */
export async function startBranch(
  git: Git,
  branch: string,
  {message, files}: {readonly message: string; readonly files: FirstFiles}
): Promise<void> {
  const head = `commit refs/heads/${branch}\ncommitter human <human@example.invalid> now\n`
  const input = Buffer.concat([
    Buffer.from(`${head}data ${message.length}\n${message}\n`),
    ...[...files].flatMap(([path, bytes]) => [
      Buffer.from(`M 100644 inline ${path}\ndata ${bytes.length}\n`),
      bytes,
      Buffer.from('\n')
    ])
  ])
  await runChecked(git, ['fast-import', '--quiet', '--date-format=now'], {input})
}
