import {existsSync} from 'node:fs'
import {lstat, readFile, readdir, realpath} from 'node:fs/promises'
import {dirname, join, sep} from 'node:path'
import {RegmdError} from '../core/error.ts'
import type {TreeFile} from '../git/objects.ts'
import type {Tree} from './tree.ts'

/** Codes of node for a path at which there is nothing, or can be nothing. */
const nowhere = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP', 'ERR_INVALID_ARG_VALUE'])

/**
 * The files below a folder as they are now, committed or not; they have no blob ids. Other
 * repositories below it are left out, as in a commit.
 */
export function folderTree(root: string): Tree {
  return {
    name: 'the worktree',
    list: (path) => (path.endsWith('/') ? listBelow(root, path) : listOne(root, path)),
    read: (files) => Promise.all(files.map(({path}) => readOne(root, path)))
  }
}

async function listBelow(root: string, folder: string): Promise<readonly TreeFile[]> {
  const names = await orNothing(folder, readdir(join(root, folder), {recursive: true}), [])
  const files = await Promise.all(
    names.map((name) => listOne(root, folder + name.replaceAll('\\', '/')))
  )
  return files.flat().toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

async function listOne(root: string, path: string): Promise<readonly TreeFile[]> {
  const file = join(root, path)
  const stats = await orNothing(path, lstat(file), undefined)
  if (!stats || stats.isDirectory() || !(await isBelow(root, file))) return []
  const mode = stats.isSymbolicLink() ? '120000' : stats.isFile() ? '100644' : '000000'
  return [{mode, oid: '', size: stats.size, path}]
}

async function readOne(root: string, path: string): Promise<Buffer> {
  const nothing = undefined
  const bytes = await orNothing(path, readFile(join(root, path)), nothing)
  if (bytes) return bytes
  throw unreadable(path, 'it is gone')
}

/**
 * Whether a file is of this folder's repository. A path may lead out of the folder by itself,
 * through a symbolic link on its way, or into another repository.
 */
async function isBelow(root: string, file: string): Promise<boolean> {
  const [top, folder] = await Promise.all([realpath(root), realpath(dirname(file))])
  const start = top.endsWith(sep) ? top : top + sep
  if (folder !== top && !folder.startsWith(start)) return false
  for (let current = folder; current !== top; current = dirname(current)) {
    if (existsSync(join(current, '.git'))) return false
  }

  return true
}

/** What a name cannot lead to is not there, and that is no failure of looking for it. */
async function orNothing<T>(path: string, found: Promise<T>, nothing: T): Promise<T> {
  try {
    return await found
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error
    if (nowhere.has(String(error.code))) return nothing
    throw unreadable(path, error.message, error)
  }
}

function unreadable(path: string, why: string, cause?: unknown): RegmdError {
  return new RegmdError('REGISTRY_INVALID', `Cannot read \`${path}\`: ${why}`, {
    hint: 'regmd check --file PATH',
    cause
  })
}
