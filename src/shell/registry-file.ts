import {maxBytes, tooLarge} from '../core/decode.ts'
import {RegmdError} from '../core/error.ts'
import type {TreeFile} from '../git/objects.ts'

/** Whether it is a file, and no link or submodule. */
export function isRegular({mode}: TreeFile): boolean {
  return mode.startsWith('100')
}

/** Folder in which a registry is looked for if none is named. */
export const registryFolder = 'registry/'

/** Whether a file's name is one of a markdown document. */
export function isMarkdown({path}: TreeFile): boolean {
  return /\.(?:md|markdown)$/iu.test(path)
}

/** Whether a file, by what is known without reading it, can be read as a registry. */
export function isReadable(file: TreeFile): boolean {
  return isRegular(file) && file.size <= maxBytes
}

/**
 * Checks that a file can be read as a registry.
 *
 * @throws {RegmdError} `REGISTRY_INVALID` for a link, a submodule, one over 16 MiB, and a name with a
 *   line break.
 */
export function checkRegular(file: TreeFile): void {
  if (file.path.includes('\n')) throw unnameable(file)
  if (isReadable(file)) return
  const {path, mode} = file
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
