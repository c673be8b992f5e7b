import {statesOf} from '../core/changes/block-change.ts'
import type {Step} from '../core/changes/step.ts'
import {decode} from '../core/decode.ts'
import {parseDeeds} from '../core/deed.ts'
import {RegmdError} from '../core/error.ts'
import {parseRegistry} from '../core/parse.ts'
import type {Registry} from '../core/registry.ts'
import {type Entry, type Range, readHistory} from '../git/history.ts'
import {readBlobs} from '../git/objects.ts'
import type {Git} from '../git/run.ts'

/** A commit of the registry, and what it does to the blocks. */
export interface RecordedStep extends Step {
  readonly entry: Entry
  /** The documents; `undefined` where there is none, or none that can be read. */
  readonly documents: {readonly before: Registry | undefined; readonly after: Registry | undefined}
}

/** Commits whose documents are in memory at one time. */
const chunkSize = 64

/** Reads the commits of a range that change the registry, oldest first, merges left out. */
export async function readSteps(
  git: Git,
  range: Omit<Range, 'withMerges'>
): Promise<readonly Step[]> {
  const entries = await readHistory(git, {...range, withMerges: false})
  const steps: Step[] = []
  for await (const {commit, deeds, before, after} of stepsOf(git, entries)) {
    steps.push({commit, deeds, before, after})
  }

  return steps
}

/** Reads what commits do, in their order. */
export async function* stepsOf(
  git: Git,
  entries: readonly Entry[]
): AsyncGenerator<RecordedStep, void, undefined> {
  let documents: Documents = new Map()
  for (let start = 0; start < entries.length; start += chunkSize) {
    const chunk = entries.slice(start, start + chunkSize)
    documents = await readDocuments(git, chunk, documents)
    for (const entry of chunk) yield stepOf(entry, documents)
  }
}

/** Documents by blob id; `undefined` for one that cannot be read. */
type Documents = ReadonlyMap<string, Registry | undefined>

function stepOf(entry: Entry, documents: Documents): RecordedStep {
  const find = (oid: string | undefined) => (oid === undefined ? undefined : documents.get(oid))
  const [before, after] = [find(entry.before), find(entry.after)]
  return {
    entry,
    documents: {before, after},
    commit: entry.commit,
    deeds: parseDeeds(entry.message),
    before: statesOf(before),
    after: statesOf(after)
  }
}

async function readDocuments(
  git: Git,
  entries: readonly Entry[],
  known: Documents
): Promise<Documents> {
  const wanted = new Set(entries.flatMap(({before, after}) => [before ?? [], after ?? []].flat()))
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
