import {mkdir, readFile, writeFile} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import {RegmdError} from '../core/error.ts'
import {requireInside} from './inside.ts'
import type {Scaffold} from './scaffold.ts'

/** What became of one file. */
export interface WrittenFile {
  /** From the root, with slashes. */
  readonly path: string
  readonly action: 'created' | 'updated' | 'kept'
}

/**
 * Writes files into a worktree. A file that is there is kept, unless forced; one that others write
 * too gets its part of it.
 *
 * @throws {RegmdError} `NOT_A_REPOSITORY` if a file cannot be written, or stands for one elsewhere.
 */
export async function writeScaffold(
  root: string,
  files: readonly Scaffold[],
  isForced: boolean
): Promise<readonly WrittenFile[]> {
  await Promise.all(files.map(async ({path}) => requireInside(root, path)))
  const written: WrittenFile[] = []
  for (const {path, render, isShared} of files) {
    const file = join(root, path)
    const before = await readIfThere(file)
    const after = render(before ?? Buffer.alloc(0))
    const isKept = before !== undefined && (before.equals(after) || (!isShared && !isForced))
    if (!isKept) await write(file, after)
    const action = isKept ? 'kept' : before === undefined ? 'created' : 'updated'
    written.push({path, action})
  }

  return written
}

async function readIfThere(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw failure(file, error)
  }
}

async function write(file: string, bytes: Uint8Array): Promise<void> {
  try {
    await mkdir(dirname(file), {recursive: true})
    await writeFile(file, bytes)
  } catch (error) {
    throw failure(file, error)
  }
}

function failure(file: string, cause: unknown): RegmdError {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new RegmdError('NOT_A_REPOSITORY', `Cannot write ${file}: ${why}`, {
    hint: 'git status',
    cause
  })
}
