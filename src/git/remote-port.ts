import {RegmdError} from '../core/error.ts'
import {quote} from '../core/quote.ts'
import {type CommitOptions, commitFile} from './commit.ts'
import {contains} from './objects.ts'
import type {Port} from './port.ts'
import type {Snapshot} from './snapshot.ts'
import {push} from './push.ts'
import {remoteQueue} from './queue/remote-queue.ts'
import {type RemoteBranches, readRemote} from './remote-snapshot.ts'
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
