import type {Folded, Queue} from '../../../src/git/queue/queue.ts'
import {type Request, attemptOf} from '../../../src/git/queue/request.ts'
import type {Snapshot} from '../../../src/git/snapshot.ts'
import {readHolders} from './decide.ts'
import {type Side, deliver} from './side.ts'

/** The queue beside the branch of a server in memory. */
export function modelQueue(side: Side): Queue {
  const {server, operation, step, faults} = side

  return {
    async create(text) {
      await step('write the request')
      const id = side.requestId()
      side.texts.set(id, text)
      return {id, oid: id}
    },

    put: async ({id, oid}) =>
      deliver(side, 'put', () => {
        const there = server.requests.get(id)
        if (there) return there.oid === oid
        server.requests.set(id, {oid, author: operation, text: side.texts.get(id)})
        return true
      }),

    withdraw: async ({id, oid}) =>
      deliver(side, 'withdraw', () => {
        const there = server.requests.get(id)
        if (there?.oid !== oid) return false
        server.requests.set(id, {...there, oid: `${oid} withdrawn`, text: undefined})
        return true
      }),

    async read(waiting) {
      await step('read the requests')
      return waiting.map(({id, oid}): Request => {
        const there = server.requests.get(id)
        const said = there?.oid === oid ? there : undefined
        return {id, oid, author: said?.author ?? '', text: said?.text}
      })
    },

    async fold(snapshot, folded) {
      await step('commit what is granted')
      const tip = commitGranted(side, snapshot, folded)
      return deliver(side, 'fold', () => {
        const isThere = folded.every(({request: {id, oid}}) => server.requests.get(id)?.oid === oid)
        if (tip !== undefined && server.tip !== snapshot.written) return false
        if (!isThere && !faults.isFoldedInPieces) return false
        if (tip !== undefined) server.move(tip)
        for (const {request} of folded) server.requests.delete(request.id)
        return true
      })
    },

    async find({written}, {id, since}) {
      await step('look for the commit')
      const commit =
        written === undefined
          ? undefined
          : server.find(written, since, `Registry-Attempt: ${attemptOf(id)}`)
      const parent = commit && server.parent(commit)
      return commit !== undefined && parent !== undefined ? {commit, parent} : undefined
    }
  }
}

function commitGranted(
  {server}: Side,
  {tip}: Snapshot,
  folded: readonly Folded[]
): string | undefined {
  let last: string | undefined
  for (const {request, write} of folded) {
    if (!write) continue
    const holders = readHolders(write)
    const {message} = write
    last = server.add({parent: last ?? tip, holders, operation: request.author, message})
  }

  return last
}
