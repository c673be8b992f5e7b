import type {Claim} from '../claim.ts'
import {isSameSession} from '../session.ts'
import {type BlockVersion, mergeFields} from './field-merge.ts'
import {parseRegistry} from '../parse.ts'
import {type Sides, changedSide, mapSides} from './sides.ts'

/** What becomes of a block. */
export interface Verdict {
  /** Absent where the block is taken out. */
  readonly block?: BlockVersion | undefined
  /** The other side's block, where both stay between conflict markers; empty where it was taken out. */
  readonly other?: string
  /** Whether the block is theirs, since ours took it out. */
  readonly isTheirs?: boolean
  /** Claim of theirs that came second. */
  readonly rival?: Claim
}

/** Merges one block, three-way. */
export function mergeBlock(versions: Sides<BlockVersion | undefined>): Verdict {
  const {ours, theirs} = versions
  const side = changedSide(mapSides(versions, (version) => version?.source))
  if (side) return {block: versions[side]}
  if (!ours || !theirs) return {block: ours ?? theirs, other: '', isTheirs: !ours}
  if (isRival(ours.claim, theirs.claim)) return {block: ours, rival: theirs.claim}
  const ancestor = versions.ancestor ?? untouched(ours, theirs)
  const source = mergeFields({...(ancestor && {ancestor}), ours, theirs})
  const merged = source === undefined ? undefined : readAlone(source)
  return merged ? {block: merged} : {block: ours, other: theirs.source}
}

/** Whether two sessions registered for one number. */
function isRival(ours: Claim, theirs: Claim): boolean {
  const isRegistered = ours.status === 'REGISTERED' && theirs.status === 'REGISTERED'
  if (!isRegistered || ours.session === undefined || theirs.session === undefined) return false
  return !isSameSession(ours.session, theirs.session)
}

/** Of a block that both sides added: the one that is still open, unless it was given back. */
function untouched(ours: BlockVersion, theirs: BlockVersion): BlockVersion | undefined {
  const pending = [ours, theirs].filter(({claim}) => claim.status === 'PENDING')
  const [only] = pending
  return pending.length === 1 && only?.claim.reason === undefined ? only : undefined
}

function readAlone(source: string): BlockVersion | undefined {
  const {blocks} = parseRegistry(source)
  const [block] = blocks
  return block && blocks.length === 1 ? {source, claim: block.claim} : undefined
}
