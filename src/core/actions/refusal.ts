import type {Claim} from '../claim.ts'
import {RegmdError} from '../error.ts'

/** Refusal of an action on a number that nobody, or not this session, has claimed. */
export function notRegistered(number: number | undefined, session: string): RegmdError {
  const [message, hint] =
    number === undefined
      ? [`Session ${session} holds no number`, 'regmd claim']
      : [`Number ${number} is not registered`, `regmd claim ${number}`]
  return new RegmdError('NOT_REGISTERED', message, {hint, details: {number: number ?? null}})
}

/** Refusal of an action on a number that another session holds. */
export function notHolder({number, session}: Claim, asker: string): RegmdError {
  const message = `Number ${number} is held by ${session ?? 'nobody by name'}, not by ${asker}`
  return new RegmdError('NOT_HOLDER', message, {
    hint: 'regmd whoami',
    details: {number, holder: session ?? null}
  })
}
