import type {Answer} from '../../../src/git/answer.ts'
import type {Snapshot} from '../../../src/git/snapshot.ts'
import type {ModelServer} from './server.ts'

/**
 * What becomes of one push.
 *
 * - `arrives`: the server decides, and its answer comes.
 * - `answer lost`: the server decides; nobody hears of it.
 * - `request lost`: it never arrives; nobody hears of it.
 * - `sent twice`: the server decides, and rejects what comes once more; only that is heard of.
 * - `late`: nobody hears of it, and the server decides later.
 * - `refused`: a hook of the server refuses it.
 * - `unsent`: it never left, and git says so.
 */
export type Fate =
  | 'arrives'
  | 'answer lost'
  | 'request lost'
  | 'sent twice'
  | 'late'
  | 'refused'
  | 'unsent'

/** What fates there are. */
export const fates: readonly Fate[] = [
  'arrives',
  'answer lost',
  'request lost',
  'sent twice',
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
  /** What was withdrawn is folded all the same: the push of a fold is not all or nothing. */
  readonly isFoldedInPieces?: boolean
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
  /** Makes the id of a request. */
  readonly requestId: () => string
  /** Requests of this process by id. */
  readonly texts: Map<string, string>
  /** Of the clone, shared with its other processes. */
  readonly clone: {fetched: Snapshot | undefined}
  readonly faults: PortFaults
}

/**
 * Pushes something.
 *
 * @param accept - what the server does with it when it arrives: whether it takes it.
 */
export async function deliver(side: Side, label: string, accept: () => boolean): Promise<Answer> {
  const {step, fate, later, faults} = side
  await step(label)
  const {arrives, says} = courses[fate()]
  const isAccepted = arrives === 'now' && accept()
  if (arrives === 'later') later(() => void accept())
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
  'sent twice': {arrives: 'now', says: 'rejected'},
  late: {arrives: 'later', says: 'lost'},
  refused: {arrives: 'never', says: 'rejected'},
  unsent: {arrives: 'never', says: 'unsent'}
}

function lostKind({readsText, ignoresExitCode}: PortFaults): Answer['kind'] {
  if (ignoresExitCode) return 'accepted'
  return readsText ? 'rejected' : 'unknown'
}

/** An answer without words. */
export function answer(kind: Answer['kind']): Answer {
  return {kind, words: []}
}
