import {type ErrorCode, RegmdError} from '../../../src/core/error.ts'
import type {Holders} from '../../../src/core/trial/move.ts'
import type {Operation} from '../../../src/core/trial/operation.ts'
import type {Snapshot} from '../../../src/git/port.ts'
import type {Decide, Decision} from '../../../src/git/swap.ts'
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

/** Decides as the registry does, in few words: who holds what is all that it knows. */
export function decideOn(server: ModelServer, wish: Wish): Decide<Verdict> {
  return async ({tip}: Snapshot) => {
    const holders = server.holders(tip)
    const held = numbers.find((number) => holders.get(number) === wish.session)
    return wish.action === 'claim' ? claim(holders, wish, held) : release(holders, wish, held)
  }
}

function claim(holders: Holders, {session, number}: Wish, held?: number): Decision<Verdict> {
  const target = number ?? held ?? numbers.find((each) => !holders.has(each))
  if (target === undefined) throw refusal('NO_FREE_NUMBER')
  if (held === target) return repeated(target)
  if (held !== undefined) throw refusal('SESSION_HAS_NUMBER')
  if (holders.has(target)) throw refusal('NUMBER_TAKEN', holders.get(target))
  return written(target, new Map([...holders, [target, session]]))
}

function release(holders: Holders, {session, number}: Wish, held?: number): Decision<Verdict> {
  const target = number ?? held
  if (target === undefined || !holders.has(target)) return repeated(target ?? 0)
  if (holders.get(target) !== session) throw refusal('NOT_HOLDER', holders.get(target))
  return written(target, new Map([...holders].filter(([each]) => each !== target)))
}

function refusal(code: ErrorCode, holder?: string): RegmdError {
  return new RegmdError(code, code, {details: {holder}})
}

function repeated(number: number): Decision<Verdict> {
  return {result: {number, isRepeated: true}}
}

function written(number: number, holders: Holders): Decision<Verdict> {
  const bytes = Buffer.from(JSON.stringify([...holders]))
  return {
    result: {number, isRepeated: false},
    write: {path: '', mode: '', message: '', bytes}
  }
}
