import {RegmdError} from '../core/error.ts'
import {quote} from '../core/quote.ts'
import {type Branches, chooseTip} from './local-port.ts'
import {queueRefspec, waitingOf} from './queue/refs.ts'
import {listRefs} from './refs.ts'
import {type Fetched, advertise, fetchBranches} from './remote.ts'
import type {Git} from './run.ts'
import {type Snapshot, isSame} from './snapshot.ts'

/** Branches of a remote. */
export interface RemoteBranches {
  /** Name of a configured remote. */
  readonly remote: string
  readonly branches: Branches
}

/** Where what is read of a remote goes. */
export interface ReadOptions {
  /** Folder of refs that are written: `<folder>/written`, `<folder>/base`, `<folder>/queue/<id>`. */
  readonly folder: string
  /** Whether to read what waits beside the branch. */
  readonly withQueue?: boolean
  /** What was read before. */
  readonly known?: Snapshot | undefined
}

/**
 * Fetches the branches and reads them.
 *
 * @throws {RegmdError} `REMOTE_UNAVAILABLE`; `REGISTRY_NOT_FOUND` if the remote has neither branch.
 */
export async function readRemote(
  git: Git,
  {remote, branches}: RemoteBranches,
  {folder, withQueue = false, known}: ReadOptions
): Promise<Snapshot> {
  const queue = `${folder}/queue`
  const others = withQueue ? [queueRefspec(branches.written, queue)] : []
  const refOf = await fetchBoth(git, {remote, branches}, {folder, others})
  const refs = await listRefs(git, [...refOf.values(), ...(withQueue ? [queue] : [])])
  const oidOf = (branch: string) => refs.find(({name}) => name === refOf.get(branch))?.oid
  const [written, base] = [oidOf(branches.written), oidOf(branches.base)]
  const isKnown = known && isSame(known, {written, base})
  const tip = isKnown ? known.tip : await chooseTip(git, {written, base}, branches)
  return {tip, written, base, ...(withQueue ? {waiting: waitingOf(refs, queue)} : {})}
}

/**
 * Fetches both branches, of which the written one need not exist: by a pattern, which is no failure
 * where nothing matches it. What else is called so comes along.
 *
 * @returns the refs for the branches, by the branches' names.
 */
async function fetchBoth(
  git: Git,
  {remote, branches}: RemoteBranches,
  {folder, others}: {readonly folder: string; readonly others: readonly string[]}
): Promise<ReadonlyMap<string, string>> {
  const base = [branches.base, `${folder}/base`] as const
  const written = [branches.written, `${folder}/written`] as const
  const both = new Map([base, written])
  const pattern = `+refs/heads/${written[0]}*:${written[1]}*`
  const fetched =
    both.size === 1
      ? {targets: both, others}
      : {targets: new Map([base]), others: [pattern, ...others]}
  if (await fetchBranches(git, remote, fetched)) return both
  return fetchExisting(git, remote, {targets: both, others})
}

/** Fetches what exists of some branches; asks what that is only when one is missing. */
async function fetchExisting(
  git: Git,
  remote: string,
  {targets, others = []}: Fetched
): Promise<ReadonlyMap<string, string>> {
  const {branches} = await advertise(git, remote, [...targets.keys()])
  const existing = new Map([...targets].filter(([branch]) => branches.has(branch)))
  if (existing.size === 0) throw nothingThere(remote, [...targets.keys()])
  if (await fetchBranches(git, remote, {targets: existing, others})) return existing
  throw new RegmdError('REMOTE_UNAVAILABLE', `Cannot fetch from ${remote}; nothing was changed`, {
    hint: `git fetch ${quote(remote)}`
  })
}

function nothingThere(remote: string, names: readonly string[]): RegmdError {
  const branches = [...new Set(names)].join(' nor ')
  return new RegmdError('REGISTRY_NOT_FOUND', `Remote ${remote} has no branch ${branches}`, {
    hint: `git push ${quote(remote)} ${quote(names[0] ?? '')}`
  })
}
