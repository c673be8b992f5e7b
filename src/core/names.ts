import {findHidden} from './characters.ts'
import {RegmdError} from './error.ts'

/**
 * Checks the short name of a branch: what git-check-ref-format(1) allows, and a little less.
 *
 * @throws {RegmdError} `REGISTRY_INVALID`.
 */
export function checkBranchName(name: string): void {
  const isName =
    /^[^\s~^:?*[\\\p{Cc}-][^\s~^:?*[\\\p{Cc}]*$/u.test(name) &&
    !/\.\.|\/\/|@\{|\/\.|\.lock(?:\/|$)|[./]$|^[./]|^@$|^HEAD$|^refs\//u.test(name)
  if (isName) return
  const message = `The front matter names a branch that cannot be: \`${name}\``
  throw new RegmdError('REGISTRY_INVALID', message, {hint: 'git check-ref-format --branch NAME'})
}

/**
 * Checks that a path is written as git has it, from the root of a repository.
 *
 * @throws {RegmdError} `REGISTRY_INVALID` for one that leads elsewhere, or that git cannot take.
 */
export function checkSchemaPath(path: string): void {
  const parts = path.toLowerCase().split('/')
  const isPlain = parts.every((part) => !['', '.', '..', '.git'].includes(part))
  if (isPlain && findHidden(path).length === 0) return
  const message = `The front matter names a schema that cannot be: \`${path}\``
  throw new RegmdError('REGISTRY_INVALID', message, {hint: 'git ls-files schemas'})
}
