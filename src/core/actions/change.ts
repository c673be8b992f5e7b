import type {Change} from '../amend.ts'
import {fieldOf} from '../block.ts'
import type {Claim} from '../claim.ts'
import type {Edit} from '../edit.ts'
import type {Target} from '../field-edit.ts'
import type {Block, Registry} from '../registry.ts'
import {writeStatus} from '../status.ts'

/** Makes the change of one block: its edits, and what all blocks must say afterwards. */
export function changeBlock(
  {registry, block}: Target,
  claim: Claim,
  edits: readonly Edit[]
): Change {
  const index = registry.blocks.indexOf(block)
  return {edits, claims: registry.blocks.map((other) => other.claim).with(index, claim), index}
}

/** Fields of a large registry are not read before they are looked at. */
function* mapped<T, U>(items: readonly T[], map: (item: T) => U): Generator<U> {
  for (const item of items) yield map(item)
}

/** Words for a block's new status, as this document writes it. */
export function statusText(
  {blocks}: Registry,
  block: Block | undefined,
  status: 'PENDING' | 'REGISTERED'
): string {
  const valueOf = (other: Block) => fieldOf(other, 'STATUS')?.value ?? ''
  const alike = blocks.filter((other) => other !== block && other.claim.status === status)
  return writeStatus(status, block ? valueOf(block) : '', mapped(alike, valueOf))
}
