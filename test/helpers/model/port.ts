import {RegmdError} from '../../../src/core/error.ts'
import type {Answer, Port, Snapshot, Write} from '../../../src/git/port.ts'
import type {ModelServer} from './server.ts'

/**
 * What becomes of one push.
 *
 * - `arrives`: the server decides, and its answer comes.
 * - `answer lost`: the server decides; nobody hears of it.
 * - `request lost`: it never arrives; nobody hears of it.
 * - `late`: nobody hears of it, and the server decides later.
 * - `refused`: a hook of the server refuses it.
 * - `unsent`: it never left, and git says so.
 */
export type Fate = 'arrives' | 'answer lost' | 'request lost' | 'late' | 'refused' | 'unsent'

/** What fates there are. */
export const fates: readonly Fate[] = [
  'arrives',
  'answer lost',
  'request lost',
  'late',
  'refused',
  'unsent'
]

/** Faults of a port, each of which breaks the protocol. */
export interface PortFaults {
  /** The server is not told what value it must have. */
  readonly hasNoLease?: boolean
  /** The server takes whatever comes. */
  readonly isForced?: boolean
  /** Words of a broken connection are taken for a rejection. */
  readonly readsText?: boolean
  /** Git that was killed is taken for git that succeeded. */
  readonly ignoresExitCode?: boolean
  /** What is fetched goes where all processes of a clone fetch to. */
  readonly sharesFetchRef?: boolean
  /** Nothing holds a commit before it is pushed. */
  readonly hasNoPendingRef?: boolean
}

/** How a process of the model meets the world. */
export interface Side {
  readonly server: ModelServer
  readonly operation: string
  /** Waits for its turn; never comes back in a process that was killed. */
  readonly step: (label: string) => Promise<void>
  /** Does something at any later time, whatever became of the process. */
  readonly later: (act: () => void) => void
  /** Draws what becomes of the next push. */
  readonly fate: () => Fate
  /** Draws whether the next fetch succeeds. */
  readonly isReadable: () => boolean
  /** Of the clone, shared with its other processes. */
  readonly clone: {fetched: Snapshot | undefined}
  readonly faults: PortFaults
}

/** Lands commits on the branch of a server in memory. */
export function modelPort(side: Side): Port {
  return {
    patience: 3,
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
  const fetched = {tip: server.tip ?? server.base, written: server.tip, base: server.base}
  // A slow fetch ends after others, and leaves an older state.
  if (faults.sharesFetchRef) await step('write the shared ref')
  clone.fetched = fetched
  await step('read the refs')
  return faults.sharesFetchRef ? clone.fetched : fetched
}

async function commit({server, operation, step}: Side, {tip}: Snapshot, write: Write) {
  await step('commit')
  const holders = new Map(JSON.parse(Buffer.from(write.bytes).toString()) as [number, string][])
  return server.add({parent: tip, holders, operation})
}

async function send(side: Side, {written}: Snapshot, id: string): Promise<Answer> {
  const {server, faults, step, fate, later} = side
  await step('push')
  if (faults.hasNoPendingRef) server.collect(id)
  if (!server.has(id)) return answer('unsent')
  const {arrives, says} = courses[fate()]
  const decide = () => accept(side, written, id)
  const isAccepted = arrives === 'now' && decide()
  if (arrives === 'later') later(decide)
  await step('answer')
  if (says === 'lost') return answer(lostKind(faults))
  return answer(says ?? (isAccepted ? 'accepted' : 'rejected'))
}

/** When a push arrives, and what its sender hears: what the server decided, where nothing is said. */
interface Course {
  readonly arrives: 'now' | 'later' | 'never'
  readonly says?: 'lost' | 'rejected' | 'unsent'
}

const courses: Readonly<Record<Fate, Course>> = {
  arrives: {arrives: 'now'},
  'answer lost': {arrives: 'now', says: 'lost'},
  'request lost': {arrives: 'never', says: 'lost'},
  late: {arrives: 'later', says: 'lost'},
  refused: {arrives: 'never', says: 'rejected'},
  unsent: {arrives: 'never', says: 'unsent'}
}

function lostKind({readsText, ignoresExitCode}: PortFaults): Answer['kind'] {
  if (ignoresExitCode) return 'accepted'
  return readsText ? 'rejected' : 'unknown'
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

function answer(kind: Answer['kind']): Answer {
  return {kind, words: []}
}
