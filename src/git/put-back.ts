import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {type Git, run} from './run.ts'

/**
 * Restores a file from its index entry where git, which removes a file before it writes the new
 * version, could not finish that: nothing is there, or the beginning of the new version. Any other
 * content is somebody's, and is left.
 *
 * @param git - whose directory is the root of the worktree.
 * @param path - from the root, with slashes.
 * @param oid - blob id of the new version, hex.
 */
export async function putBack(
  git: Git,
  {path, oid}: {readonly path: string; readonly oid: string}
): Promise<void> {
  const [left, next] = await Promise.all([
    readLeft(join(git.directory, path)),
    run(git, ['cat-file', '--filters', `--path=${path}`, oid])
  ])
  const start = next.stdout.subarray(0, left?.length)
  if (start.length === next.stdout.length || left?.equals(start) !== true) return
  await run(git, ['checkout-index', '--force', '--', path])
}

/** No bytes where there is no file; `undefined` for what cannot be read. */
async function readLeft(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file)
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    return isMissing ? Buffer.alloc(0) : undefined
  }
}
