import {blockSource} from '../block-source.ts'
import {detached} from '../detached.ts'
import type {Block, Registry} from '../registry.ts'
import {type BlockState, type BlockStates, statesOf} from './block-change.ts'

/** A version of a document that was read, with its blocks by number. */
export interface ReadVersion {
  readonly registry: Registry
  /** What a block says is right; its places may be those of an earlier version. */
  readonly states: BlockStates
}

/** Reads the blocks of a version; those that an earlier one has too are the very same states. */
export function laterStates(registry: Registry, earlier: ReadVersion | undefined): BlockStates {
  if (!earlier || !isAligned(registry, earlier)) return statesOf(registry)
  const states = new Map<number, BlockState>(earlier.states)
  for (const [index, block] of registry.blocks.entries()) {
    const former = earlier.registry.blocks[index]
    if (former === block || isSame([registry, block], [earlier.registry, former])) continue
    // What a history keeps of a version is small, the version is not.
    const source = detached(blockSource(registry.text, block))
    states.set(block.claim.number, {block, source, twins: []})
  }

  return states
}

/** Whether two versions have blocks of the same numbers at the same places, each number once. */
function isAligned({blocks}: Registry, {registry, states}: ReadVersion): boolean {
  const former = registry.blocks
  return (
    blocks.length === former.length &&
    states.size === former.length &&
    blocks.every((block, index) => {
      const other = former[index]
      return block === other || block.claim.number === other?.claim.number
    })
  )
}

type Placed = readonly [registry: Registry, block: Block | undefined]

function isSame([now, block]: Placed, [before, former]: Placed): boolean {
  if (!block || !former) return block === former
  return (
    now.text.slice(block.lines.start, block.lines.end) ===
    before.text.slice(former.lines.start, former.lines.end)
  )
}
