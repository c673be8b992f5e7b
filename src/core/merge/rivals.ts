import type {Claim} from '../claim.ts'
import {isSameSession} from '../session.ts'
import type {Verdict} from './block-merge.ts'
import type {BlockVersion} from './field-merge.ts'
import type {Sides} from './sides.ts'

/** A block by its number, as a key. */
export type ByNumber<T> = ReadonlyMap<string, T>

/** A claim of theirs that is not in the merged document. */
export interface Rival {
  /** The block that stays, and that is told of the claim: by number. */
  readonly number: string
  readonly holder: Claim
  readonly claim: Claim
}

/** Verdicts under which no session holds two numbers, and the claims that came second. */
export interface Settled {
  readonly verdicts: ByNumber<Verdict>
  readonly rivals: readonly Rival[]
}

/** Takes back what theirs claimed for a session that holds another number in ours. */
export function settleSessions(
  verdicts: ByNumber<Verdict>,
  sides: Sides<ByNumber<BlockVersion>>
): Settled {
  const settled = new Map(verdicts)
  const rivals: Rival[] = []
  for (const [number, {block, rival}] of verdicts) {
    if (block && rival) rivals.push({number, holder: block.claim, claim: rival})
    const claim = block && newClaim(number, block, sides)
    const held = claim && heldBy(claim, verdicts, sides.ours)
    if (!held) continue
    settled.set(number, {block: sides.ours.get(number)})
    rivals.push({number: held.number, holder: held.claim, claim})
  }

  return {verdicts: settled, rivals}
}

/** What theirs newly registered, and the merged document took over. */
function newClaim(
  number: string,
  {claim}: BlockVersion,
  {ancestor, ours}: Sides<ByNumber<BlockVersion>>
): Claim | undefined {
  const {session, status} = claim
  if (status !== 'REGISTERED' || session === undefined) return undefined
  const isOld = [ancestor, ours].some((side) => isHeld(side.get(number), session))
  return isOld ? undefined : claim
}

interface Held {
  readonly number: string
  readonly claim: Claim
}

function heldBy(
  {number, session}: Claim,
  verdicts: ByNumber<Verdict>,
  ours: ByNumber<BlockVersion>
): Held | undefined {
  for (const [other, {block}] of verdicts) {
    if (other === String(number) || !block || session === undefined) continue
    const isKept = isHeld(block, session) && isHeld(ours.get(other), session)
    if (isKept) return {number: other, claim: block.claim}
  }

  return undefined
}

function isHeld(version: BlockVersion | undefined, session: string): boolean {
  const claim = version?.claim
  return (
    claim?.status === 'REGISTERED' &&
    claim.session !== undefined &&
    isSameSession(claim.session, session)
  )
}
