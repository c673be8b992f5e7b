import {lstat, realpath} from 'node:fs/promises'
import {dirname, isAbsolute, join, relative, sep} from 'node:path'
import {RegmdError} from '../core/error.ts'
import {quote} from '../core/quote.ts'

/**
 * Checks that a path of a worktree is a place in it: a repository may bring symbolic links that lead
 * out of it, into `.git`, or nowhere.
 *
 * @param root - of the worktree.
 * @param path - from there, with slashes; need not exist.
 * @throws {RegmdError} `NOT_A_REPOSITORY` if it is not.
 */
export async function requireInside(root: string, path: string): Promise<void> {
  let place = join(root, path)
  while (place !== root && !(await isThere(place))) place = dirname(place)
  const [top, real] = await Promise.all([realpath(root), realpath(place).catch(() => undefined)])
  const way = real === undefined ? '..' : relative(top, real)
  const parts = way.toLowerCase().split(sep)
  if (parts[0] !== '..' && !isAbsolute(way) && !parts.includes('.git')) return
  const message = `Cannot write \`${path}\`: a symbolic link on its way leads out of the worktree`
  throw new RegmdError('NOT_A_REPOSITORY', `${message}; nothing was written`, {
    hint: `ls -l ${quote(path)}`
  })
}

/** A symbolic link is there, wherever it leads. */
async function isThere(place: string): Promise<boolean> {
  return lstat(place).then(
    () => true,
    () => false
  )
}
