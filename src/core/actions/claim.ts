import type {Claim} from '../claim.ts'
import {RegmdError} from '../error.ts'
import {isSameSession} from '../session.ts'
import type {Decision, Setting} from './action.ts'
import {chooseNumber} from './choose.ts'
import {addClaim, fillClaim} from './claim-change.ts'
import type {ClaimRequest} from './claim-request.ts'
import {blockOf, heldBlock} from './find.ts'
import {claimedBlock} from './claimed-block.ts'
import {refuseFindings} from './refusal.ts'
import {readableText} from './text.ts'

/**
 * Decides a claim: a session gets a number, or is told why not.
 *
 * @throws {RegmdError} all codes of {@link chooseNumber}, `SESSION_HAS_NUMBER`, `CLAIM_INVALID`.
 */
export function claim(setting: Setting, request: ClaimRequest): Decision {
  const {registry, schema} = setting
  const wish = readable(withMessage(request))
  const held = heldBlock(registry, wish.session, wish.number)
  if (held) return answer(checkRepeated(held.claim, wish), wish)

  const number = chooseNumber(setting, wish)
  const block = blockOf(registry, number)
  const claimed = claimedBlock(block?.claim, number, wish)
  refuseFindings(claimed, schema.check(claimed))
  const change = block ? fillClaim(registry, block, claimed) : addClaim(registry, claimed)
  return {...answer(claimed, wish), change}
}

/** A shell may have bitten into a message: what the block says instead counts, and is told. */
function answer(claimed: Claim, {message, ...wish}: ClaimRequest): Decision {
  const overruled = (['role', 'goal'] as const).filter(
    (key) =>
      wish[key] === undefined && message?.[key] !== undefined && message[key] !== claimed[key]
  )
  return {claim: claimed, overruled}
}

/** @throws {RegmdError} `CLAIM_INVALID` if the message is another session's. */
function withMessage(request: ClaimRequest): ClaimRequest {
  const {message, session} = request
  if (!message) return request
  if (message.session !== undefined && !isSameSession(message.session, session)) {
    throw new RegmdError(
      'CLAIM_INVALID',
      `This message is of ${message.session}, not of ${session}; nothing was written`,
      {hint: 'regmd whoami', details: {session: message.session}}
    )
  }

  const number = request.number ?? (request.next ? undefined : message.number)
  return {...request, number, ready: request.ready && message.ready}
}

function readable(request: ClaimRequest): ClaimRequest {
  const read = (name: string, value: string | undefined) =>
    value === undefined ? undefined : readableText(name, value)

  return {
    ...request,
    session: readableText('session', request.session),
    title: read('title', request.title),
    role: read('role', request.role),
    goal: read('goal', request.goal),
    responsibilities: request.responsibilities?.map((item) => readableText('responsibility', item)),
    message: request.message && {
      ...request.message,
      role: read('role', request.message.role),
      goal: read('goal', request.message.goal)
    }
  }
}

/** A repeated claim is fine; a claim for something else than what is held is not. */
function checkRepeated(held: Claim, wish: ClaimRequest): Claim {
  const differing = (['title', 'role', 'goal', 'responsibilities'] as const).find(
    (key) => wish[key] !== undefined && JSON.stringify(wish[key]) !== JSON.stringify(held[key])
  )
  const isOther = wish.number !== undefined && wish.number !== held.number
  if (!isOther && differing === undefined) return held
  const why = isOther ? '' : `, with another ${differing}; a claim is not rewritten`
  throw new RegmdError(
    'SESSION_HAS_NUMBER',
    `Session ${wish.session} already holds number ${held.number}${why}`,
    {hint: `regmd release ${held.number} --reason 'WHY'`, details: {number: held.number}}
  )
}
