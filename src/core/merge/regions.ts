import {diff3MergeRegions} from 'node-diff3'
import {findAnchors, splitAt} from './anchors.ts'
import type {Sides} from './sides.ts'

/** Items that are settled, or what each side has where both changed the same ones. */
export type Region = readonly string[] | Sides<readonly string[]>

/** Longest stretch without an anchor that is compared: the cost grows with its cube. */
const longest = 1000

/** Merges three lists of items, three-way; regions follow each other in the order of the result. */
export function mergeItems(sides: Sides<readonly string[]>): readonly Region[] {
  const anchors = findAnchors(sides)
  return splitAt(sides, anchors).flatMap((stretch, index) => {
    const anchor = anchors[index]
    const merged = mergeStretch(stretch)
    return anchor === undefined ? merged : [...merged, [anchor]]
  })
}

/** Whether two lists hold the same items. */
export function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((item, index) => item === other[index])
}

/** The side that counts where at most one differs from the ancestor. */
export function changedList(sides: Sides<readonly string[]>): readonly string[] | undefined {
  const {ancestor, ours, theirs} = sides
  if (isSameList(ours, theirs) || isSameList(theirs, ancestor)) return ours
  return isSameList(ours, ancestor) ? theirs : undefined
}

/** Whether a region is settled. */
export function isSettled(region: Region): region is readonly string[] {
  return Array.isArray(region)
}

function mergeStretch(sides: Sides<readonly string[]>): readonly Region[] {
  const changed = changedList(sides)
  if (changed) return [changed]
  const {ancestor, ours, theirs} = sides
  if (Math.max(ancestor.length, ours.length, theirs.length) > longest) return [sides]
  return diff3MergeRegions([...ours], [...ancestor], [...theirs]).map((region) => {
    if (region.stable) return region.bufferContent
    const unstable = {
      ancestor: region.oContent,
      ours: region.aContent,
      theirs: region.bContent
    }
    return isSameList(unstable.ours, unstable.theirs) ? unstable.ours : unstable
  })
}
