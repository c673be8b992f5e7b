import {statesOf} from '../core/changes/block-change.ts'
import type {Documents} from '../core/changes/breach.ts'
import type {Step} from '../core/changes/step.ts'
import {decode} from '../core/decode.ts'
import {parseDeeds} from '../core/deed.ts'
import {RegmdError} from '../core/error.ts'
import {parseRegistry} from '../core/parse.ts'
import type {Registry} from '../core/registry.ts'
import {type Entry, type Range, readHistory} from '../git/history.ts'
import {findBlobs, readBlobs} from '../git/objects.ts'
import type {Git} from '../git/run.ts'

/** What has to be known of a commit. */
type Source = Pick<Entry, 'commit' | 'parents' | 'message'>

/** A commit of the registry, and what it does to the blocks. */
export interface RecordedStep<E> extends Step {
  readonly entry: E
  readonly documents: Documents
}

/** Commits whose documents are in memory at one time. */
const chunkSize = 64

/** Reads the commits of a range that change the registry, oldest first. */
export async function readSteps(git: Git, range: Range): Promise<readonly Step[]> {
  const entries = await readHistory(git, range)
  const steps: Step[] = []
  for await (const {commit, deeds, isMerge, before, after, records} of stepsOf(
    git,
    entries,
    range.paths
  )) {
    steps.push({commit, deeds, isMerge, before, after, records})
  }

  return steps
}

/**
 * Reads what commits do, in their order.
 *
 * @param paths - under which the registry was known, the present one first.
 */
export async function* stepsOf<E extends Source>(
  git: Git,
  entries: readonly E[],
  paths: readonly string[]
): AsyncGenerator<RecordedStep<E>, void, undefined> {
  let documents: Known = new Map()
  for (let start = 0; start < entries.length; start += chunkSize) {
    const chunk = await locate(git, entries.slice(start, start + chunkSize), paths)
    documents = await readDocuments(git, chunk, documents)
    for (const located of chunk) yield stepOf(located, documents)
  }
}

/** A commit, and the blobs of its registry; `undefined` where it has none. */
interface Located<E> {
  readonly entry: E
  /** In the first parent. */
  readonly before: string | undefined
  readonly after: string | undefined
}

/** Of several paths at one time the first one that is there counts. */
async function locate<E extends Source>(
  git: Git,
  entries: readonly E[],
  paths: readonly string[]
): Promise<readonly Located<E>[]> {
  const ends = entries.flatMap(({commit}) => [`${commit}^1`, commit])
  const names = ends.flatMap((end) => paths.map((path) => `${end}:${path}`))
  const found = await findBlobs(git, names)
  const blobAt = (end: number) =>
    found.slice(end * paths.length, (end + 1) * paths.length).find((oid) => oid !== undefined)
  return entries.map((entry, index) => ({
    entry,
    before: blobAt(2 * index),
    after: blobAt(2 * index + 1)
  }))
}

/** Documents by blob id; `undefined` for one that cannot be read. */
type Known = ReadonlyMap<string, Registry | undefined>

function stepOf<E extends Source>(located: Located<E>, documents: Known): RecordedStep<E> {
  const {entry} = located
  const find = (oid: string | undefined) => (oid === undefined ? undefined : documents.get(oid))
  const [before, after] = [find(located.before), find(located.after)]
  return {
    entry,
    documents: {before, after, hasFile: located.after !== undefined},
    commit: entry.commit,
    deeds: parseDeeds(entry.message),
    isMerge: entry.parents.length > 1,
    before: statesOf(before),
    after: statesOf(after),
    records: {before: before?.records ?? [], after: after?.records ?? []}
  }
}

async function readDocuments(
  git: Git,
  commits: readonly Pick<Located<Source>, 'before' | 'after'>[],
  known: Known
): Promise<Known> {
  const wanted = new Set(commits.flatMap(({before, after}) => [before ?? [], after ?? []].flat()))
  const missing = [...wanted].filter((oid) => !known.has(oid))
  const blobs = await readBlobs(git, missing)
  const documents = new Map([...known].filter(([oid]) => wanted.has(oid)))
  let earlier = [...known.values()].at(-1)
  for (const [index, oid] of missing.entries()) {
    const document = readOne(blobs[index] ?? new Uint8Array(), earlier)
    documents.set(oid, document)
    earlier = document ?? earlier
  }

  return documents
}

function readOne(bytes: Uint8Array, earlier: Registry | undefined): Registry | undefined {
  try {
    return parseRegistry(decode(bytes).text, earlier)
  } catch (error) {
    if (error instanceof RegmdError) return undefined
    throw error
  }
}
