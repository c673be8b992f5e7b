import {type TreeFile, listFiles} from './objects.ts'
import {type Git, run, runChecked} from './run.ts'

/** The versions of a file: on the branch, in the index, and in the worktree; blob ids. */
export interface Versions {
  readonly tip: TreeFile
  readonly entry: string
  /** `undefined` if the file was deleted; a sparse checkout leaves it out with its version. */
  readonly copy: string | undefined
}

/**
 * Reads the versions of a file; nothing if the branch or the index has no such file.
 *
 * @param git - whose directory is the root of the worktree.
 * @param branch - fully qualified.
 * @param path - from the root, with slashes.
 */
export async function readVersions(
  git: Git,
  {branch, path}: {readonly branch: string; readonly path: string}
): Promise<Versions | undefined> {
  const [[tip], entry, file] = await Promise.all([
    listFiles(git, branch, [path]),
    readEntry(git, path),
    fileBlob(git, path)
  ])
  if (!tip || !entry) return undefined
  return {tip, entry: entry.oid, copy: file ?? (entry.isSkipped ? entry.oid : undefined)}
}

interface IndexEntry {
  /** Blob id, hex. */
  readonly oid: string
  /** Left out of the worktree by a sparse checkout. */
  readonly isSkipped: boolean
}

/** A path's entry in the index; `undefined` without one, or in a conflict. */
async function readEntry(git: Git, path: string): Promise<IndexEntry | undefined> {
  const args = ['ls-files', '--stage', '-t', '-z', '--', `:(top,literal)${path}`]
  const lines = (await runChecked(git, args)).split('\0').filter((line) => line !== '')
  const match = lines.length === 1 && /^(\w) \d{6} ([0-9a-f]+) 0\t/u.exec(lines[0] ?? '')
  return match ? {oid: match[2] ?? '', isSkipped: match[1] === 'S'} : undefined
}

/** Blob id that the file would have if it were added; `undefined` if there is no file. */
async function fileBlob(git: Git, path: string): Promise<string | undefined> {
  const {code, stdout} = await run(git, ['hash-object', '--', path])
  return code === 0 ? stdout.toString().trim() : undefined
}
