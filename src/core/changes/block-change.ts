import {blockSource} from '../block-source.ts'
import type {Block, Registry} from '../registry.ts'

/** A block in one state of the document. */
export interface BlockState {
  readonly block: Block
  /** Its lines as they are, unit by unit. */
  readonly source: string
}

/** A block of which two states of the document differ. */
export interface BlockChange {
  readonly number: number
  /** Absent where the first state has no block of that number. */
  readonly before: BlockState | undefined
  readonly after: BlockState | undefined
}

/** Blocks by number; of several with one number the first, since others have no right to it. */
export type BlockStates = ReadonlyMap<number, BlockState>

/** The blocks of a document by number; of no document none. */
export function statesOf(registry: Registry | undefined): BlockStates {
  const states = new Map<number, BlockState>()
  for (const block of registry?.blocks ?? []) {
    const {number} = block.claim
    if (!states.has(number)) {
      states.set(number, {block, source: blockSource(registry?.text ?? '', block)})
    }
  }

  return states
}

/** The blocks of which two states differ, in the order of the later state, what is gone at the end. */
export function changesBetween(before: BlockStates, after: BlockStates): readonly BlockChange[] {
  return [...new Set([...after.keys(), ...before.keys()])]
    .map((number) => ({number, before: before.get(number), after: after.get(number)}))
    .filter((change) => change.before?.source !== change.after?.source)
}

/** Whether a block is registered. */
export function isRegistered(state: BlockState | undefined): boolean {
  return state?.block.claim.status === 'REGISTERED'
}
