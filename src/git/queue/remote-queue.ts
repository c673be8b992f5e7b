import {randomUUID} from 'node:crypto'
import type {CommitOptions} from '../commit.ts'
import {importCommits} from '../import.ts'
import {readLog} from '../log.ts'
import type {Snapshot} from '../snapshot.ts'
import {type Update, push} from '../push.ts'
import type {Git} from '../run.ts'
import type {Folded, Found, Queue} from './queue.ts'
import {type Made, attemptOf} from './request.ts'
import {queueFolder} from './refs.ts'
import {readRequests} from './requests.ts'

/** What a queue on a remote needs beside git. */
export interface QueueOptions {
  /** Name of a configured remote. */
  readonly remote: string
  /** Short name of the branch beside which requests wait. */
  readonly branch: string
  readonly commit: () => Promise<CommitOptions>
  /** Folder of refs that hold commits while they wait; the caller deletes them. */
  readonly pending: string
}

/** The queue beside a branch of a remote: refs `refs/regmd/queue/<branch>/<id>`. */
export function remoteQueue(git: Git, options: QueueOptions): Queue {
  const {remote, branch, commit, pending} = options
  const refOf = ({id}: Made) => `${queueFolder(branch)}/${id}`
  const pushAll = async (updates: readonly Update[]) => push(git, {remote, updates})

  return {
    async create(text) {
      const {identity} = await commit()
      const place = {parent: undefined, ref: `${pending}/request`}
      const [oid = ''] = await importCommits(git, [{identity, message: text}], place)
      return {id: `${Date.now()}-${randomUUID()}`, oid}
    },

    put: async (request) =>
      pushAll([{ref: refOf(request), commit: request.oid, expected: undefined}]),

    async withdraw(request) {
      const {identity} = await commit()
      const place = {parent: request.oid, ref: `${pending}/request`}
      const [mark] = await importCommits(git, [{identity, message: 'Withdrawn\n'}], place)
      return pushAll([{ref: refOf(request), commit: mark, expected: request.oid}])
    },

    read: async (waiting) => readRequests(git, waiting),

    async fold(snapshot, folded) {
      const {identity} = await commit()
      const tip = await commitGranted(git, folded, {snapshot, identity, ref: `${pending}/fold`})
      const removed = folded.map(({request}) => ({
        ref: refOf(request),
        commit: undefined,
        expected: request.oid
      }))
      const moved = {ref: `refs/heads/${branch}`, commit: tip, expected: snapshot.written}
      return pushAll(tip === undefined ? removed : [moved, ...removed])
    },

    find: async ({written}, request) =>
      written === undefined ? undefined : findCommit(git, written, request)
  }
}

/** Finds the commit that carries a request's name. */
async function findCommit(
  git: Git,
  tip: string,
  {id, since}: {readonly id: string; readonly since: string}
): Promise<Found | undefined> {
  const [entry] = await readLog(git, {
    format: ['%H', '%P'],
    options: ['--first-parent', '--max-count=1', '--fixed-strings', `--grep=${attemptOf(id)}`],
    revisions: [tip, `^${since}`],
    paths: []
  })
  const [commit, parents] = entry ?? []
  const parent = parents?.split(' ')[0]
  return commit === undefined || parent === undefined ? undefined : {commit, parent}
}

/** Commits what is granted; the last commit, or nothing where nothing is. */
async function commitGranted(
  git: Git,
  folded: readonly Folded[],
  {
    snapshot,
    identity,
    ref
  }: Pick<CommitOptions, 'identity'> & {readonly snapshot: Snapshot; readonly ref: string}
): Promise<string | undefined> {
  const commits = folded.flatMap(({request: {author}, write}) =>
    write ? [{message: write.message, identity: {...identity, author}, files: [write]}] : []
  )
  if (commits.length === 0) return undefined
  return (await importCommits(git, commits, {parent: snapshot.tip, ref})).at(-1)
}
