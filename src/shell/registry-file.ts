import {maxBytes, tooLarge} from '../core/decode.ts'
import {RegmdError} from '../core/error.ts'
import type {TreeFile} from '../git/objects.ts'

/** Whether it is a file, and no link or submodule. */
export function isRegular({mode}: TreeFile): boolean {
  return mode.startsWith('100')
}

/**
 * Checks that a file can be read as a registry.
 *
 * @throws {RegmdError} `REGISTRY_INVALID` for a link, a submodule, one over 16 MiB, and a name with a
 *   line break.
 */
export function checkRegular(file: TreeFile): void {
  if (file.path.includes('\n')) throw unnameable(file)
  const {path, mode, size} = file
  if (isRegular(file) && size <= maxBytes) return
  if (isRegular(file)) throw tooLarge()
  const kind = kinds[mode] ?? 'not a regular file'
  throw new RegmdError('REGISTRY_INVALID', `Cannot read \`${path}\`: it is ${kind}`, {
    hint: 'regmd status --registry PATH'
  })
}

const kinds: Readonly<Record<string, string>> = {
  '120000': 'a symbolic link',
  '160000': 'a submodule'
}

/** Refusal of a name with a line break: git's own listings take a path by the line. */
export function unnameable({path}: TreeFile): RegmdError {
  return new RegmdError('REGISTRY_INVALID', `Cannot read \`${path}\`: its name has a line break`, {
    hint: 'git mv'
  })
}
