import {type Blob, findBlobs} from '../git/objects.ts'
import type {Git} from '../git/run.ts'

/** Commits whose files are looked up at one time. */
const chunkSize = 256

/** Bytes of documents that are read at one time. */
const batchBytes = 16 * 1024 * 1024

/** A commit, by its id, hex. */
interface Identified {
  readonly commit: string
}

/** A commit, and the blobs of its registry; `undefined` where it has none. */
export interface Located<E> {
  readonly entry: E
  /** In the first parent. */
  readonly before: Blob | undefined
  readonly after: Blob | undefined
}

/**
 * Finds the blobs of a registry in commits, in parts whose documents fit into memory.
 *
 * @param paths - under which the registry was known, the present one first.
 */
export async function* locatedBatches<E extends Identified>(
  git: Git,
  entries: readonly E[],
  paths: readonly string[]
): AsyncGenerator<readonly Located<E>[], void, undefined> {
  for (let start = 0; start < entries.length; start += chunkSize) {
    yield* batchesOf(await locate(git, entries.slice(start, start + chunkSize), paths))
  }
}

/** Of several paths at one time the first one that is there counts. */
async function locate<E extends Identified>(
  git: Git,
  entries: readonly E[],
  paths: readonly string[]
): Promise<readonly Located<E>[]> {
  const ends = entries.flatMap(({commit}) => [`${commit}^1`, commit])
  const names = ends.flatMap((end) => paths.map((path) => `${end}:${path}`))
  const found = await findBlobs(git, names)
  const blobAt = (end: number) =>
    found.slice(end * paths.length, (end + 1) * paths.length).find((blob) => blob !== undefined)
  return entries.map((entry, index) => ({
    entry,
    before: blobAt(2 * index),
    after: blobAt(2 * index + 1)
  }))
}

/** Parts of a chunk that fit into memory: a commit at least, and whatever more is small enough. */
function* batchesOf<E>(chunk: readonly Located<E>[]): Generator<readonly Located<E>[]> {
  let batch: Located<E>[] = []
  let bytes = 0
  for (const located of chunk) {
    const size = located.after?.size ?? 0
    if (batch.length > 0 && bytes + size > batchBytes) {
      yield batch
      batch = []
      bytes = 0
    }

    batch.push(located)
    bytes += size
  }

  if (batch.length > 0) yield batch
}
