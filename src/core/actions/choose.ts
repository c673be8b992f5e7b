import {availableNumbers, isClaimable} from '../available.ts'
import {RegmdError} from '../error.ts'
import type {Claim} from '../claim.ts'
import {listNumbers} from '../numbers.ts'
import type {Setting} from './action.ts'
import {belongsTo, blockOf, checkRange} from './find.ts'

/** How a claim says which number it wants. */
export interface Wish {
  readonly session: string
  readonly number: number | undefined
  /** The lowest free one. */
  readonly next: boolean
}

/**
 * Finds the number that a session gets: the one it names, else the lowest free one, else the
 * pending one reserved for it.
 *
 * @throws {RegmdError} `NUMBER_OUT_OF_RANGE`, `NUMBER_TAKEN`, `NUMBER_RESERVED`, `NO_FREE_NUMBER`,
 *   `NUMBER_NEEDED`, or `REGISTRY_INVALID`.
 */
export function chooseNumber(setting: Setting, wish: Wish): number {
  const {registry, policy} = setting
  if (wish.number !== undefined) return checkFree(setting, wish.number, wish.session)

  if (wish.next) {
    const [lowest] = availableNumbers(registry, policy, wish.session)
    if (lowest === undefined) throw noFreeNumber()
    return lowest
  }

  const reserved = registry.blocks.find(
    ({claim}) => claim.status === 'PENDING' && belongsTo(claim, wish.session)
  )
  if (reserved) return reserved.claim.number
  throw numberNeeded(availableNumbers(registry, policy, wish.session), wish.session)
}

function checkFree(setting: Setting, number: number, session: string): number {
  const {registry, policy} = setting
  checkRange(registry, number)
  const claim = blockOf(registry, number)?.claim
  const available = () => availableNumbers(registry, policy, session)
  if (claim?.status === 'REGISTERED') throw numberTaken(claim, available())
  if (claim && !isClaimable(claim, policy, session)) throw numberReserved(claim, available())
  return number
}

function numberTaken({number, session, timestamp}: Claim, available: readonly number[]) {
  const holder = session ?? 'a session without a name'
  const since = timestamp === undefined ? '' : ` since ${timestamp}`
  return new RegmdError('NUMBER_TAKEN', `Number ${number} is held by ${holder}${since}`, {
    hint: otherNumber(available),
    details: {number, holder: session ?? null, available}
  })
}

function numberReserved({number, session}: Claim, available: readonly number[]) {
  return new RegmdError('NUMBER_RESERVED', `Number ${number} is reserved for ${session}`, {
    hint: otherNumber(available),
    details: {number, reservedFor: session, available}
  })
}

function numberNeeded(available: readonly number[], session: string) {
  const open = available.length === 0 ? 'none is open' : `open are ${listNumbers(available)}`
  const message = `No number is reserved for ${session}; ${open}`
  return new RegmdError('NUMBER_NEEDED', message, {
    hint: available.length > 0 ? 'regmd claim --next' : 'regmd status',
    details: {available}
  })
}

function noFreeNumber() {
  return new RegmdError('NO_FREE_NUMBER', 'No number is free: all are held or reserved', {
    hint: 'regmd status',
    details: {available: []}
  })
}

function otherNumber(available: readonly number[]): string {
  return available[0] === undefined ? 'regmd status' : `regmd claim ${available[0]}`
}
