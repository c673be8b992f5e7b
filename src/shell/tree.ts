import {lstat, readFile, readdir} from 'node:fs/promises'
import {join} from 'node:path'
import {type TreeFile, listFiles, readBlobs} from '../git/objects.ts'
import type {Git} from '../git/run.ts'

/** Files of one state: of a commit, or as they lie in a folder. */
export interface Tree {
  /** For messages: `HEAD`, an abbreviated commit id, `the worktree`. */
  readonly name: string
  /** Lists files under a path with a final slash, or the one at it. */
  readonly list: (path: string) => Promise<readonly TreeFile[]>
  /** Reads files that were listed, byte for byte. */
  readonly read: (files: readonly TreeFile[]) => Promise<readonly Uint8Array[]>
}

/** The files of a commit. */
export function commitTree(git: Git, commit: string): Tree {
  return {
    name: commit.slice(0, 7),
    list: (path) => listFiles(git, commit, path),
    read: (files) =>
      readBlobs(
        git,
        files.map(({oid}) => oid)
      )
  }
}

/** The files below a folder as they are now, committed or not; they have no blob ids. */
export function folderTree(root: string): Tree {
  return {
    name: 'the worktree',
    list: (path) => (path.endsWith('/') ? listBelow(root, path) : listOne(root, path)),
    read: (files) => Promise.all(files.map(({path}) => readFile(join(root, path))))
  }
}

async function listBelow(root: string, folder: string): Promise<readonly TreeFile[]> {
  const names = await orNothing(readdir(join(root, folder), {recursive: true}), [])
  const files = await Promise.all(
    names.map((name) => listOne(root, folder + name.replaceAll('\\', '/')))
  )
  return files.flat().toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

async function listOne(root: string, path: string): Promise<readonly TreeFile[]> {
  const stats = await orNothing(lstat(join(root, path)), undefined)
  if (!stats || stats.isDirectory()) return []
  const mode = stats.isSymbolicLink() ? '120000' : stats.isFile() ? '100644' : '160000'
  return [{mode, oid: '', path}]
}

/** What is not there is no failure of looking for it. */
async function orNothing<T>(found: Promise<T>, nothing: T): Promise<T> {
  try {
    return await found
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT' || code === 'ENOTDIR') return nothing
    throw error
  }
}

/** Reads a regular file as text; `undefined` where there is none. */
export async function readText(tree: Tree, path: string): Promise<string | undefined> {
  const file = (await tree.list(path)).find((found) => found.path === path)
  if (!file?.mode.startsWith('100')) return undefined
  const [bytes] = await tree.read([file])
  return new TextDecoder().decode(bytes)
}
