import {RegmdError} from '../core/error.ts'
import {quote} from '../core/quote.ts'
import {type CommitOptions, commitFile} from './commit.ts'
import {type Branches, chooseTip} from './local-port.ts'
import {contains} from './objects.ts'
import type {Port} from './port.ts'
import type {Snapshot} from './snapshot.ts'
import {push} from './push.ts'
import {queueRefspec, waitingOf} from './queue/refs.ts'
import {remoteQueue} from './queue/remote-queue.ts'
import {listRefs} from './refs.ts'
import {type Fetched, advertise, fetchBranches} from './remote.ts'
import type {Git} from './run.ts'

/** Folders of refs of this process, deleted by the caller. */
export interface OwnRefs {
  /** For what is fetched: `refs/regmd/fetch/<id>`. */
  readonly fetch: string
  /** For commits while they wait: `refs/regmd/pending/<id>`. */
  readonly pending: string
}

/** What a remote's port needs beside the names. */
export interface RemoteOptions {
  readonly commit: () => Promise<CommitOptions>
  readonly refs: OwnRefs
  /** Whether git pushes to another address than it fetches from. */
  readonly isSplit: boolean
  /** Whether requests may wait in a queue for others to commit them. */
  readonly isQueued: boolean
}

/** Branches of a remote. */
export interface RemoteBranches {
  /** Name of a configured remote. */
  readonly remote: string
  readonly branches: Branches
}

/** Lands commits on a branch of a remote: a push with a lease is the compare-and-swap. */
export function remotePort(
  git: Git,
  {remote, branches}: RemoteBranches,
  {commit, refs, isSplit, isQueued}: RemoteOptions
): Port {
  const branch = branches.written
  const ref = `refs/heads/${branch}`
  let known: Snapshot | undefined
  const read = async () => {
    const options = {folder: refs.fetch, withQueue: isQueued, known}
    known = await readRemote(git, {remote, branches}, options)
    return known
  }

  const holds = async ({written}: Snapshot, oid: string) =>
    written !== undefined && contains(git, written, oid)

  return {
    patience: 3,
    read,
    holds,
    queue: isQueued ? remoteQueue(git, {remote, branch, commit, pending: refs.pending}) : undefined,
    async send({written}, oid) {
      const answer = await push(git, {remote, updates: [{ref, commit: oid, expected: written}]})
      if (answer.kind !== 'accepted' || !isSplit) return answer
      const fetched = await readIfPossible(read)
      if (!fetched) return {kind: 'unknown', words: answer.words}
      if (await holds(fetched, oid)) return answer
      throw elsewhere(remote)
    },

    async commit({tip}, write) {
      const pending = `${refs.pending}/commit`
      return commitFile(git, {...write, parent: tip}, {...(await commit()), ref: pending})
    }
  }
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
  const targets = new Map([
    [branches.base, `${folder}/base`],
    [branches.written, `${folder}/written`]
  ])
  const others = withQueue ? [queueRefspec(branches.written, queue)] : []
  const existing = await fetchExisting(git, remote, {targets, others})
  const refs = await listRefs(git, [...existing.values(), ...(withQueue ? [queue] : [])])
  const oidOf = (branch: string) => refs.find(({name}) => name === existing.get(branch))?.oid
  const [written, base] = [oidOf(branches.written), oidOf(branches.base)]
  const tip = tipIn(known, {written, base}) ?? (await chooseTip(git, {written, base}, branches))
  return {tip, written, base, ...(withQueue ? {waiting: waitingOf(refs, queue)} : {})}
}

/** The tip of an earlier reading, where neither branch has moved since. */
function tipIn(
  known: Snapshot | undefined,
  {written, base}: Omit<Snapshot, 'tip'>
): string | undefined {
  return known && known.written === written && known.base === base ? known.tip : undefined
}

/** Fetches what exists of some branches; asks what that is only when one is missing. */
async function fetchExisting(
  git: Git,
  remote: string,
  {targets, others = []}: Fetched
): Promise<ReadonlyMap<string, string>> {
  if (await fetchBranches(git, remote, {targets, others})) return targets
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

/** What cannot be read is no proof of anything. */
async function readIfPossible(read: Port['read']): Promise<Snapshot | undefined> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof RegmdError) return undefined
    throw error
  }
}

function elsewhere(remote: string): RegmdError {
  const message = `Remote ${remote} is fetched from one repository and pushed to another: the registry has not changed, only the other one has`
  return new RegmdError('REMOTE_UNAVAILABLE', message, {
    hint: `git config --unset ${quote(`remote.${remote}.pushurl`)}`
  })
}
