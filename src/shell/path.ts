import {existsSync, realpathSync} from 'node:fs'
import {basename, dirname, isAbsolute, join, posix, relative, sep} from 'node:path'
import {findHidden} from '../core/characters.ts'
import {RegmdError} from '../core/error.ts'
import type {Repository} from '../git/repository.ts'

/**
 * Turns what a user gave for the registry's path into a path from the repository's root. A path
 * that starts with `./` or `../` counts from the current directory, as in git's revisions.
 *
 * @throws {RegmdError} `USAGE` if it leads out of the repository or into `.git`.
 */
export function registryPath(given: string, {root, prefix}: Repository): string {
  const path = posix.normalize(fromRoot(given.split(sep).join('/'), root, prefix))
  const parts = path.split('/')
  const isInside = path !== '.' && parts[0] !== '..' && !isAbsolute(path) && !path.endsWith('/')
  const isPlain = !path.includes('\\') && findHidden(path).length === 0
  const isGit = parts.some((part) => part.toLowerCase() === '.git')
  if (isInside && isPlain && !isGit) return path
  throw new RegmdError(
    'USAGE',
    `Cannot use \`${given}\`: it is not the path of a file in this repository`,
    {
      hint: 'regmd status --registry registry/sessions.md'
    }
  )
}

function fromRoot(given: string, root: string | undefined, prefix: string): string {
  if (isAbsolute(given) && root !== undefined) {
    return relative(root, resolveLinks(given)).split(sep).join('/')
  }

  return /^\.\.?(?:\/|$)/u.test(given) ? posix.join(prefix, given) : given
}

/** Git names its root without symbolic links; a file itself may be one, which is seen later. */
function resolveLinks(given: string): string {
  const folder = dirname(given)
  return existsSync(folder) ? join(realpathSync.native(folder), basename(given)) : given
}
