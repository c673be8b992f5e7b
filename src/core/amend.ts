import {blockSource} from './block-source.ts'
import type {Claim} from './claim.ts'
import {deriveEdits} from './derive.ts'
import {type Edit, applyEdits} from './edit.ts'
import {RegmdError} from './error.ts'
import {parseRegistry} from './parse.ts'
import type {Block, Registry} from './registry.ts'
import {findUnreadable} from './unreadable.ts'

/** What an action wants of a document. */
export interface Change {
  readonly edits: readonly Edit[]
  /** The claims of all blocks, in the document's order, as they must read afterwards. */
  readonly claims: readonly Claim[]
  /** The block that may differ: its index among `claims`; absent where none may. */
  readonly index?: number
}

/**
 * Carries out a change, brings the derived lines up to date, and proves the result by reading it
 * again: the intended claims, and every other block as it was, unit by unit.
 *
 * @returns the new document.
 * @throws {RegmdError} `CLAIM_INVALID` if the result would read as anything else.
 */
export function amend(registry: Registry, change: Change): Registry {
  const changed = parseRegistry(applyEdits(registry.text, change.edits), registry)
  const derived = parseRegistry(applyEdits(changed.text, deriveEdits(changed)), changed)
  verify(registry, derived, change)
  const unreadable = findUnreadable(derived.text)
  if (unreadable) throw unfaithful(`it could not be read again, since ${unreadable.why}`)
  if (deriveEdits(derived).length > 0) throw unfaithful('its derived lines would not be true')
  return derived
}

function verify(before: Registry, after: Registry, {claims, index}: Change): void {
  const {blocks} = after
  const isSaid = ({claim}: Block, place: number) =>
    // Blocks that were not read again have the very same.
    claim === claims[place] || JSON.stringify(claim) === JSON.stringify(claims[place])
  if (blocks.length !== claims.length || !blocks.every(isSaid)) {
    throw unfaithful('the document would not say what was asked for')
  }

  const kept = [...before.blocks]
  const isAdded = claims.length > kept.length
  const others = [...blocks]
  if (index !== undefined) {
    if (!isAdded) kept.splice(index, 1)
    others.splice(index, 1)
  }

  const isKept = (block: Block, place: number) =>
    sourceOf(after, block) === sourceOf(before, kept[place])
  if (!others.every(isKept)) throw unfaithful('another block would change')
}

function sourceOf({text}: Registry, block: Block | undefined): string | undefined {
  return block && blockSource(text, block)
}

function unfaithful(why: string): RegmdError {
  return new RegmdError('CLAIM_INVALID', `Cannot write this: ${why}; nothing was written`, {
    hint: 'regmd status'
  })
}
