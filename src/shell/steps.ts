import type {BlockStates} from '../core/changes/block-change.ts'
import type {Documents} from '../core/changes/breach.ts'
import {type ReadVersion, laterStates} from '../core/changes/later-states.ts'
import type {Step} from '../core/changes/step.ts'
import {decode} from '../core/decode.ts'
import {parseDeeds} from '../core/deed.ts'
import {RegmdError} from '../core/error.ts'
import {parseRegistry} from '../core/parse.ts'
import type {RecordLine} from '../core/registry.ts'
import {type Entry, type Range, readHistory} from '../git/history.ts'
import {readBlobs} from '../git/objects.ts'
import type {Git} from '../git/run.ts'
import {type Located, locatedBatches} from './located-commits.ts'

/** What has to be known of a commit. */
type Source = Pick<Entry, 'commit' | 'parents' | 'message'>

/** A commit of the registry, and what it does to the blocks. */
export interface RecordedStep<E> extends Step {
  readonly entry: E
  readonly documents: Documents
}

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
  let versions: Known = new Map()
  for await (const batch of locatedBatches(git, entries, paths)) {
    versions = await readVersions(git, batch, versions)
    for (const located of batch) yield stepOf(located, versions)
  }
}

/** Versions by blob id; `undefined` for one that cannot be read. */
type Known = ReadonlyMap<string, ReadVersion | undefined>

function stepOf<E extends Source>({entry, ...blobs}: Located<E>, versions: Known): RecordedStep<E> {
  const [before, after] = [blobs.before, blobs.after].map((blob) => blob && versions.get(blob.oid))
  return {
    entry,
    documents: {
      before: before?.registry,
      after: after?.registry,
      hasFile: blobs.after !== undefined
    },
    commit: entry.commit,
    deeds: parseDeeds(entry.message),
    isMerge: entry.parents.length > 1,
    before: statesIn(before),
    after: statesIn(after),
    records: {before: recordsIn(before), after: recordsIn(after)}
  }
}

function statesIn(version: ReadVersion | undefined): BlockStates {
  return version?.states ?? new Map()
}

function recordsIn(version: ReadVersion | undefined): readonly RecordLine[] {
  return version?.registry.records ?? []
}

async function readVersions(
  git: Git,
  commits: readonly Pick<Located<Source>, 'before' | 'after'>[],
  known: Known
): Promise<Known> {
  const wanted = new Set(
    commits.flatMap(({before, after}) => [before, after].flatMap((blob) => blob?.oid ?? []))
  )
  const missing = [...wanted].filter((oid) => !known.has(oid))
  const blobs = await readBlobs(git, missing)
  const versions = new Map([...known].filter(([oid]) => wanted.has(oid)))
  let earlier = [...known.values()].at(-1)
  for (const [index, oid] of missing.entries()) {
    const version = readOne(blobs[index] ?? new Uint8Array(), earlier)
    versions.set(oid, version)
    earlier = version ?? earlier
  }

  return versions
}

function readOne(bytes: Uint8Array, earlier: ReadVersion | undefined): ReadVersion | undefined {
  try {
    const registry = parseRegistry(decode(bytes).text, earlier?.registry)
    return {registry, states: laterStates(registry, earlier)}
  } catch (error) {
    if (error instanceof RegmdError) return undefined
    throw error
  }
}
