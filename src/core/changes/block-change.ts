import {blockSource} from '../block-source.ts'
import type {Block, Registry} from '../registry.ts'

/** A block in one state of the document. */
export interface BlockState {
  readonly block: Block
  /** Its lines as they are, unit by unit. */
  readonly source: string
  /** Sources of further blocks of the same number. */
  readonly twins: readonly string[]
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
    const source = blockSource(registry?.text ?? '', block)
    const first = states.get(block.claim.number)
    const state = first ? {...first, twins: [...first.twins, source]} : {block, source, twins: []}
    states.set(block.claim.number, state)
  }

  return states
}

/** The blocks of which two states differ, in the order of the later state, what is gone at the end. */
export function changesBetween(before: BlockStates, after: BlockStates): readonly BlockChange[] {
  const changes: BlockChange[] = []
  for (const [number, state] of after) {
    const former = before.get(number)
    if (!isSame(former, state)) changes.push({number, before: former, after: state})
  }

  for (const [number, state] of before) {
    if (!after.has(number)) changes.push({number, before: state, after: undefined})
  }

  return changes
}

/** A block that stays is the same one, also where another of its number comes or goes before it. */
function isSame(before: BlockState | undefined, after: BlockState | undefined): boolean {
  if (!before || !after || before === after) return before === after
  return (
    before.source === after.source ||
    after.twins.includes(before.source) ||
    before.twins.includes(after.source)
  )
}

/** Whether a block is registered. */
export function isRegistered(state: BlockState | undefined): boolean {
  return state?.block.claim.status === 'REGISTERED'
}
