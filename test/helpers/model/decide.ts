import {type QueuedClaim, isCurrent} from '../../../src/core/actions/queued-claim.ts'
import {parseDeeds, renderDeed} from '../../../src/core/deed.ts'
import {type ErrorCode, RegmdError} from '../../../src/core/error.ts'
import type {Holders} from '../../../src/core/trial/move.ts'
import type {Operation} from '../../../src/core/trial/operation.ts'
import type {Decide, Decision} from '../../../src/git/decision.ts'
import type {Snapshot} from '../../../src/git/snapshot.ts'
import type {Write} from '../../../src/git/write.ts'
import type {Fold} from '../../../src/git/queue/queue.ts'
import {attemptOf} from '../../../src/git/queue/request.ts'
import type {ModelServer} from './server.ts'

/** What a session wants. */
export type Wish = Pick<Operation, 'session' | 'number'> & {readonly action: 'claim' | 'release'}

/** What a swap of the model comes to. */
export interface Verdict {
  readonly number: number
  readonly isRepeated: boolean
}

/** Numbers of the model's registry: few, so that sessions meet. */
export const numbers: readonly number[] = [1, 2, 3]

const path = 'sessions.md'

/**
 * Decides as the registry does, in few words: who holds what is all that it knows.
 *
 * @param attempt - name of the commit.
 */
export function decideOn(
  server: ModelServer,
  wish: Wish & {readonly attempt: string}
): Decide<Verdict> {
  return async ({tip, base}: Snapshot) => {
    const decision = decideIn(server.holders(tip), wish)
    if (wish.action === 'release') return decision
    const {session, number} = wish
    const claim = {session, number, now: '', next: number === undefined, ready: true}
    const queued = {path, since: tip, base: base ?? null, number: number ?? null, claim}
    return {...decision, foldable: {text: JSON.stringify(queued), fold: foldOn(server)}}
  }
}

/** Reads who holds what from the bytes of a write. */
export function readHolders({bytes}: Write): Holders {
  return new Map(JSON.parse(Buffer.from(bytes).toString()) as [number, string][])
}

type Attempt = Wish & {readonly attempt: string}

function decideIn(holders: Holders, wish: Attempt): Decision<Verdict> {
  const held = numbers.find((number) => holders.get(number) === wish.session)
  return wish.action === 'claim' ? claim(holders, wish, held) : release(holders, wish, held)
}

function claim(holders: Holders, wish: Attempt, held?: number): Decision<Verdict> {
  const {session, number} = wish
  const target = number ?? held ?? numbers.find((each) => !holders.has(each))
  if (target === undefined) throw refusal('NO_FREE_NUMBER')
  if (held === target) return repeated(target)
  if (held !== undefined) throw refusal('SESSION_HAS_NUMBER')
  if (holders.has(target)) throw refusal('NUMBER_TAKEN', holders.get(target))
  return written(wish, target, new Map([...holders, [target, session]]))
}

function release(holders: Holders, wish: Attempt, held?: number): Decision<Verdict> {
  const {session, number} = wish
  const target = number ?? held
  if (target === undefined || !holders.has(target)) return repeated(target ?? 0)
  if (holders.get(target) !== session) throw refusal('NOT_HOLDER', holders.get(target))
  return written(wish, target, new Map([...holders].filter(([each]) => each !== target)))
}

/** Decides what waits, each on what the one before leaves. */
function foldOn(server: ModelServer): Fold {
  return async ({tip, base = null}, requests) => {
    let holders = server.holders(tip)
    return requests.map(({id, text}) => {
      const queued: QueuedClaim | undefined = text === undefined ? undefined : JSON.parse(text)
      const since = queued && server.messagesSince(tip, queued.since)?.map(parseDeeds)
      if (!queued || !isCurrent(queued, {path, base, since})) return undefined
      const {session, number} = queued.claim
      const wish = {action: 'claim', session, number, attempt: attemptOf(id)} as const
      const granted = unlessRefused(() => decideIn(holders, wish).write)
      if (granted) holders = readHolders(granted)
      return granted
    })
  }
}

function unlessRefused<T>(decide: () => T): T | undefined {
  try {
    return decide()
  } catch (error) {
    if (error instanceof RegmdError) return undefined
    throw error
  }
}

function refusal(code: ErrorCode, holder?: string): RegmdError {
  return new RegmdError(code, code, {details: {holder}})
}

function repeated(number: number): Decision<Verdict> {
  return {result: {number, isRepeated: true}}
}

function written(
  {action, session, attempt}: Attempt,
  number: number,
  holders: Holders
): Decision<Verdict> {
  const bytes = Buffer.from(JSON.stringify([...holders]))
  const message = renderDeed({action, number, session, path, attempt})
  return {result: {number, isRepeated: false}, write: {path, mode: '', message, bytes}}
}
