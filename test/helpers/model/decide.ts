import type {ErrorCode} from '../../../src/core/error.ts'
import type {Operation} from '../../../src/core/trial/operation.ts'
import type {Snapshot} from '../../../src/git/port.ts'
import type {Decide} from '../../../src/git/swap.ts'
import type {Program} from './program.ts'
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
export function decideOn(
  {RegmdError}: Program,
  server: ModelServer,
  {session, number, action}: Wish
): Decide<Verdict> {
  const refuse = (code: ErrorCode, holder?: string): never => {
    throw new RegmdError(code, code, {details: {holder}})
  }

  return async ({tip}: Snapshot) => {
    const holders = server.holders(tip)
    const held = numbers.find((each) => holders.get(each) === session)
    const done = (of: number) => ({result: {number: of, isRepeated: true}})
    const write = (of: number, next: ReadonlyMap<number, string>) => ({
      result: {number: of, isRepeated: false},
      write: {path: '', mode: '', message: '', bytes: Buffer.from(JSON.stringify([...next]))}
    })

    if (action === 'release') {
      const target = number ?? held
      if (target === undefined || !holders.has(target)) return done(target ?? 0)
      if (holders.get(target) !== session) refuse('NOT_HOLDER', holders.get(target))
      return write(target, new Map([...holders].filter(([each]) => each !== target)))
    }

    const target = number ?? held ?? numbers.find((each) => !holders.has(each))
    if (target === undefined) return refuse('NO_FREE_NUMBER')
    if (held === target) return done(target)
    if (held !== undefined) refuse('SESSION_HAS_NUMBER')
    if (holders.has(target)) refuse('NUMBER_TAKEN', holders.get(target))
    return write(target, new Map([...holders, [target, session]]))
  }
}
