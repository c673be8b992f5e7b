import {maxBytes, tooLarge} from '../core/decode.ts'
import type {TreeFile} from '../git/objects.ts'

/** Files of one state: of a commit, or as they lie in a folder. */
export interface Tree {
  /** For messages: `HEAD`, an abbreviated commit id, `the worktree`. */
  readonly name: string
  /** Lists files under a path with a final slash, or the one at it. */
  readonly list: (path: string) => Promise<readonly TreeFile[]>
  /** Reads files that were listed, byte for byte. */
  readonly read: (files: readonly TreeFile[]) => Promise<readonly Uint8Array[]>
}

/**
 * Reads a regular file as text; `undefined` where there is none.
 *
 * @throws {RegmdError} `REGISTRY_INVALID` if it is over 16 MiB.
 */
export async function readText(tree: Tree, path: string): Promise<string | undefined> {
  const file = (await tree.list(path)).find((found) => found.path === path)
  if (!file?.mode.startsWith('100')) return undefined
  if (file.size > maxBytes) throw tooLarge()
  const [bytes] = await tree.read([file])
  return new TextDecoder().decode(bytes)
}
