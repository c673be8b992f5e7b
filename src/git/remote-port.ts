import {RegmdError} from '../core/error.ts'
import {quote} from '../core/quote.ts'
import {type CommitOptions, commitFile} from './commit.ts'
import {type Branches, chooseTip} from './local-port.ts'
import {contains} from './objects.ts'
import type {Port, Snapshot} from './port.ts'
import {push} from './push.ts'
import {listRefs} from './refs.ts'
import {advertise, fetchBranches} from './remote.ts'
import type {Git} from './run.ts'

/** Refs of this process, deleted by the caller. */
export interface OwnRefs {
  /** Folder for what is fetched: `refs/regmd/fetch/<id>`. */
  readonly fetch: string
  /** Holds the commit while it waits. */
  readonly pending: string
}

/** What a remote's port needs beside the names. */
export interface RemoteOptions {
  readonly commit: () => Promise<CommitOptions>
  readonly refs: OwnRefs
  /** Whether git pushes to another address than it fetches from. */
  readonly isSplit: boolean
}

/** Lands commits on a branch of a remote: a push with a lease is the compare-and-swap. */
export function remotePort(
  git: Git,
  {remote, branches}: {readonly remote: string; readonly branches: Branches},
  options: RemoteOptions
): Port {
  const ref = `refs/heads/${branches.written}`
  const read = async () => readRemote(git, {remote, branches}, options.refs.fetch)

  const holds = async ({written}: Snapshot, commit: string) =>
    written !== undefined && contains(git, written, commit)

  return {
    patience: 3,
    read,
    holds,
    async send({written}, commit) {
      const answer = await push(git, {remote, ref, commit, expected: written})
      if (answer.kind !== 'accepted' || !options.isSplit) return answer
      const fetched = await readIfPossible(read)
      if (!fetched) return {kind: 'unknown', words: answer.words}
      if (await holds(fetched, commit)) return answer
      throw elsewhere(remote)
    },

    async commit({tip}, write) {
      return commitFile(
        git,
        {...write, parent: tip},
        {
          ...(await options.commit()),
          ref: options.refs.pending
        }
      )
    }
  }
}

/**
 * Fetches the branches and reads them.
 *
 * @param folder - refs that are written: `<folder>/written`, `<folder>/base`.
 * @throws {RegmdError} `REMOTE_UNAVAILABLE`; `REGISTRY_NOT_FOUND` if the remote has neither branch.
 */
export async function readRemote(
  git: Git,
  {remote, branches}: {readonly remote: string; readonly branches: Branches},
  folder: string
): Promise<Snapshot> {
  const targets = new Map([
    [branches.base, `${folder}/base`],
    [branches.written, `${folder}/written`]
  ])
  const existing = await fetchExisting(git, remote, targets)
  const refs = await listRefs(git, [...existing.values()])
  const oidOf = (branch: string) => refs.find(({name}) => name === existing.get(branch))?.oid
  const [written, base] = [oidOf(branches.written), oidOf(branches.base)]
  return {tip: await chooseTip(git, {written, base}, branches), written, base}
}

/** Fetches what exists of some branches; asks what that is only when one is missing. */
async function fetchExisting(
  git: Git,
  remote: string,
  targets: ReadonlyMap<string, string>
): Promise<ReadonlyMap<string, string>> {
  if (await fetchBranches(git, remote, targets)) return targets
  const {branches} = await advertise(git, remote, [...targets.keys()])
  const existing = new Map([...targets].filter(([branch]) => branches.has(branch)))
  if (existing.size === 0) throw nothingThere(remote, [...targets.keys()])
  if (await fetchBranches(git, remote, existing)) return existing
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
