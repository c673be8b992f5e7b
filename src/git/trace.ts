import {mkdtemp, readFile, readdir, rm, stat} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

const prefix = 'regmd-push-'

/** Age, in milliseconds, after which a trace is taken for a dead process's, as its refs are. */
const maxAgeMs = 24 * 60 * 60 * 1000

/**
 * Does something with a file for git's trace events, which is removed afterwards.
 *
 * @param use - gets the path, or nothing where there is no place for such a file.
 */
export async function withTrace<T>(use: (trace: string | undefined) => Promise<T>): Promise<T> {
  const directory = await unlessFailing(async () => mkdtemp(join(tmpdir(), prefix)))
  if (directory === undefined) return use(undefined)
  try {
    return await use(join(directory, 'trace'))
  } finally {
    await rm(directory, {recursive: true, force: true})
    await unlessFailing(sweep)
  }
}

/** Events that git wrote, as text; empty where there are none. */
export async function readEvents(trace: string | undefined): Promise<string> {
  if (trace === undefined) return ''
  return (await unlessFailing(async () => readFile(trace, 'utf8'))) ?? ''
}

/** Removes what killed processes left behind. */
async function sweep(): Promise<void> {
  const names = await readdir(tmpdir())
  for (const name of names.filter((each) => each.startsWith(prefix))) {
    const directory = join(tmpdir(), name)
    const {mtimeMs} = await stat(directory)
    if (Date.now() - mtimeMs > maxAgeMs) await rm(directory, {recursive: true, force: true})
  }
}

/** A trace only tells a failure more exactly: where files fail, do without. */
async function unlessFailing<T>(attempt: () => Promise<T>): Promise<T | undefined> {
  try {
    return await attempt()
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined
    throw error
  }
}
