import {lstat, readFile, readdir, realpath} from 'node:fs/promises'
import {dirname, join, sep} from 'node:path'
import type {TreeFile} from '../git/objects.ts'
import type {Tree} from './tree.ts'

/** Codes of node for a path at which there is nothing, or can be nothing. */
const nowhere = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP', 'ERR_INVALID_ARG_VALUE'])

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
  const file = join(root, path)
  const stats = await orNothing(lstat(file), undefined)
  if (!stats || stats.isDirectory() || !(await isBelow(root, file))) return []
  const mode = stats.isSymbolicLink() ? '120000' : stats.isFile() ? '100644' : '160000'
  return [{mode, oid: '', path}]
}

/** A path may lead out of the folder by itself, or through a symbolic link on its way. */
async function isBelow(root: string, file: string): Promise<boolean> {
  const [top, folder] = await Promise.all([realpath(root), realpath(dirname(file))])
  return folder === top || folder.startsWith(top.endsWith(sep) ? top : top + sep)
}

/** What a name cannot lead to is not there, and that is no failure of looking for it. */
async function orNothing<T>(found: Promise<T>, nothing: T): Promise<T> {
  try {
    return await found
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (typeof code === 'string' && nowhere.has(code)) return nothing
    throw error
  }
}
