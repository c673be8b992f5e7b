import {RegmdError} from '../../../src/core/error.ts'
import type {Answer} from '../../../src/git/answer.ts'
import type {Port} from '../../../src/git/port.ts'
import type {Snapshot} from '../../../src/git/snapshot.ts'
import type {Write} from '../../../src/git/write.ts'
import {readHolders} from './decide.ts'
import {modelQueue} from './queue.ts'
import {type Side, answer, deliver} from './side.ts'

/** Lands commits on the branch of a server in memory. */
export function modelPort(side: Side): Port {
  return {
    patience: 3,
    queue: modelQueue(side),
    read: async () => read(side),
    commit: async (snapshot, write) => commit(side, snapshot, write),
    send: async (snapshot, id) => send(side, snapshot, id),
    async holds({written}, id) {
      await side.step('look')
      return side.server.contains(written, id)
    }
  }
}

async function read({server, step, isReadable, clone, faults}: Side): Promise<Snapshot> {
  await step('fetch')
  if (!isReadable()) throw new RegmdError('REMOTE_UNAVAILABLE', 'No answer')
  const tips = {tip: server.tip ?? server.base, written: server.tip, base: server.base}
  // A server reads its refs one after the other.
  await step('fetch the queue')
  const waiting = [...server.requests]
    .map(([id, {oid, text}]) => ({id, oid, isWithdrawn: text === undefined}))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const fetched = {...tips, waiting}
  // A slow fetch ends after others, and leaves an older state.
  if (faults.sharesFetchRef) await step('write the shared ref')
  clone.fetched = fetched
  await step('read the refs')
  return faults.sharesFetchRef ? clone.fetched : fetched
}

async function commit({server, operation, step}: Side, {tip}: Snapshot, write: Write) {
  await step('commit')
  return server.add({parent: tip, holders: readHolders(write), operation, message: write.message})
}

async function send(side: Side, {written}: Snapshot, id: string): Promise<Answer> {
  const {server, faults} = side
  if (faults.hasNoPendingRef) server.collect(id)
  if (!server.has(id)) return answer('unsent')
  return deliver(side, 'push', () => accept(side, written, id))
}

/** What a server does with a push: it compares, and swaps. */
function accept({server, faults}: Side, expected: string | undefined, id: string): boolean {
  if (server.tip === id) return true
  const isExpected = faults.hasNoLease
    ? server.tip === undefined || server.contains(id, server.tip)
    : server.tip === expected
  if (!isExpected && !faults.isForced) return false
  server.move(id)
  return true
}
