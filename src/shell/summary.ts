import {availableNumbers} from '../core/available.ts'
import type {Claim} from '../core/claim.ts'
import {type Consensus, consensusOf} from '../core/consensus.ts'
import {parseRegistry} from '../core/parse.ts'
import type {Reading} from './read.ts'

/** A registry in short. */
export interface Summary {
  readonly claims: readonly Claim[]
  readonly consensus: Consensus
  readonly available: readonly number[]
  /** Numbers whose registered blocks are on the base branch as they are on the registry branch. */
  readonly approved: readonly number[]
}

/**
 * Sums up a registry.
 *
 * @param session - whose reserved number counts as available; `undefined` for nobody.
 * @param number - only this one's block; `undefined` for all.
 */
export function summarize(
  reading: Reading,
  session: string | undefined,
  number: number | undefined
): Summary {
  const {document, policy} = reading
  const claims = document.registry.blocks.map(({claim}) => claim)

  return {
    claims: claims.filter((claim) => number === undefined || claim.number === number),
    consensus: consensusOf(document.registry),
    available: availableNumbers(document.registry, policy, session),
    approved: approvedNumbers(reading, claims)
  }
}

/** Where both are one branch, being there is no approval. */
function approvedNumbers(reading: Reading, claims: readonly Claim[]): readonly number[] {
  const {approved, branches, document} = reading
  if (!approved || branches.written === branches.base) return []
  const {blocks} = parseRegistry(approved.text, document.registry)
  const known = new Set(blocks.map(({claim}) => JSON.stringify(claim)))
  return claims
    .filter((claim) => claim.status === 'REGISTERED' && known.has(JSON.stringify(claim)))
    .map(({number}) => number)
}
