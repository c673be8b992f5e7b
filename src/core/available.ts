import type {Claim} from './claim.ts'
import {contradictionOf} from './contradiction.ts'
import type {Policy} from './policy.ts'
import type {Registry} from './registry.ts'
import {isSameSession} from './session.ts'

/** Most numbers that are listed; a range may hold many more. */
const maxListed = 1000

/**
 * Numbers that a session may claim, in ascending order: open blocks, blocks reserved for it, and
 * numbers of the range that have no block.
 *
 * @param session - `undefined` for nobody in particular.
 */
export function availableNumbers(
  registry: Registry,
  policy: Policy,
  session: string | undefined
): readonly number[] {
  const claims = registry.blocks.map(({claim}) => claim)
  const used = new Set(claims.map(({number}) => number))
  const taken = new Set(claims.flatMap((claim) => (claim.status === 'PENDING' ? [] : claim.number)))
  const open = registry.blocks.filter(
    (block) =>
      !taken.has(block.claim.number) &&
      isClaimable(block.claim, policy, session) &&
      contradictionOf(block) === undefined
  )
  const found = new Set(open.map(({claim}) => claim.number))
  const {first, last} = registry.range ?? {first: 1, last: 0}
  for (let number = first; number <= last && found.size < maxListed; number++) {
    if (!used.has(number)) found.add(number)
  }

  return [...found].toSorted((a, b) => a - b)
}

/** Tells whether a pending block is open to a session. */
export function isClaimable(claim: Claim, policy: Policy, session: string | undefined): boolean {
  if (claim.session === undefined || policy.reservations === 'open') return true
  return session !== undefined && isSameSession(claim.session, session)
}
