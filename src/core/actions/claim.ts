import type {Claim} from '../claim.ts'
import {RegmdError} from '../error.ts'
import {isSameSession} from '../session.ts'
import type {Asker, Decision, Setting} from './action.ts'
import {chooseNumber} from './choose.ts'
import {addClaim, fillClaim} from './claim-change.ts'
import {blockOf, heldBlock} from './find.ts'
import {refuseFindings} from './refusal.ts'
import {readableText} from './text.ts'

/** A session's wish to register; what is absent stays as the block has it. */
export interface ClaimRequest extends Asker {
  readonly number: number | undefined
  /** Take the lowest free number. */
  readonly next: boolean
  readonly title: string | undefined
  readonly role: string | undefined
  readonly goal: string | undefined
  readonly responsibilities: readonly string[] | undefined
  /** Report readiness with the claim. */
  readonly ready: boolean
}

/**
 * Decides a claim: a session gets a number, or is told why not.
 *
 * @throws {RegmdError} all codes of {@link chooseNumber}, `SESSION_HAS_NUMBER`, `CLAIM_INVALID`.
 */
export function claim(setting: Setting, request: ClaimRequest): Decision {
  const {registry, check} = setting
  const wish = readable(request)
  const held = heldBlock(registry, wish.session)
  if (held) return {claim: checkRepeated(held.claim, wish)}

  const number = chooseNumber(setting, wish)
  const block = blockOf(registry, number)
  const claimed = claimedBlock(block?.claim, number, wish)
  refuseFindings(claimed, check(claimed))
  return {
    claim: claimed,
    change: block ? fillClaim(registry, block, claimed) : addClaim(registry, claimed)
  }
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
    responsibilities: request.responsibilities?.map((item) => readableText('responsibility', item))
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

/** What a block that does not exist yet says. */
const blank: Pick<Claim, 'title' | 'role' | 'goal' | 'session' | 'responsibilities'> = {
  title: undefined,
  role: undefined,
  goal: undefined,
  session: undefined,
  responsibilities: []
}

function claimedBlock(before: Claim | undefined, number: number, wish: ClaimRequest): Claim {
  const kept = before ?? blank
  return {
    number,
    title: wish.title ?? kept.title,
    role: wish.role ?? kept.role,
    goal: wish.goal ?? kept.goal,
    session: reservedId(kept.session, wish.session),
    responsibilities: wish.responsibilities ?? kept.responsibilities,
    status: 'REGISTERED',
    timestamp: wish.now,
    ready: wish.ready ? 'YES' : undefined,
    acknowledged: undefined,
    reason: undefined
  }
}

/** A reservation keeps the id as it is written, which may say more than the session does. */
function reservedId(reserved: string | undefined, session: string): string {
  return reserved !== undefined && isSameSession(reserved, session) ? reserved : session
}
