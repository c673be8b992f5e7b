import {belongsTo, heldBlock} from '../core/actions/find.ts'
import type {Claim} from '../core/claim.ts'
import type {Document} from './document.ts'

/** The claim that a session holds, else the one that is reserved for it. */
export function findOwnClaim({registry}: Document, session: string): Claim | undefined {
  const block =
    heldBlock(registry, session) ?? registry.blocks.find(({claim}) => belongsTo(claim, session))
  return block?.claim
}
