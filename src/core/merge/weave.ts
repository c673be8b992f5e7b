import {findAnchors, splitAt} from './anchors.ts'
import type {Piece} from './piece.ts'
import {type Sides, mapSides} from './sides.ts'
import {type Kept, type Strand, decode, isKey} from './strand.ts'
import {mergeStretch} from './stretch.ts'

/**
 * Merges what stands around parts, line by line, and finds a place for each part.
 *
 * @returns nothing where the sides have the parts in different orders.
 */
export function weave(pieces: Sides<readonly Piece[]>, kept: Kept): readonly Strand[] | undefined {
  const sides = withAncestor(mapSides(pieces, (side) => encode(side, kept.keys)))
  const keys = mapSides(sides, (items) => items.filter(isKey))
  const others = mapSides(keys, (list) => new Set(list))
  const anchors = keys.ancestor.filter((key) => others.ours.has(key) && others.theirs.has(key))
  const common = new Set(anchors)
  const orders = mapSides(keys, (list) => list.filter((key) => common.has(key)).join('\n'))
  if (orders.ours !== orders.ancestor || orders.theirs !== orders.ancestor) return undefined

  const strands = splitAt(sides, anchors).flatMap((stretch, index) => [
    ...mergeStretch(stretch, {kept, isFirst: index === 0, isLast: index === anchors.length}),
    ...anchors.slice(index, index + 1).map(decode)
  ])
  return withMissing(withoutRepeated(strands), sides, kept)
}

/** Lines and keys as items that cannot be taken for each other. */
function encode(pieces: readonly Piece[], keys: ReadonlySet<string>): readonly string[] {
  return pieces.flatMap((piece) => {
    if (typeof piece === 'string') return [`=${piece}`]
    return keys.has(piece.key) ? [`#${piece.key}`] : []
  })
}

/** Without an ancestor, what both sides have in common is one: nobody took anything out. */
function withAncestor(sides: Sides<readonly string[]>): Sides<readonly string[]> {
  if (sides.ancestor.length > 0) return sides
  const {ours, theirs} = sides
  return {ancestor: findAnchors({ancestor: ours, ours, theirs}), ours, theirs}
}

function withoutRepeated(strands: readonly Strand[]): readonly Strand[] {
  const seen = new Set<string>()
  return strands.filter((strand) => {
    if (!('key' in strand)) return true
    const isNew = !seen.has(strand.key)
    seen.add(strand.key)
    return isNew
  })
}

/** Puts a part that one side took out, and that stays, after the one that it followed. */
function withMissing(
  strands: readonly Strand[],
  {ours, theirs}: Sides<readonly string[]>,
  {keys}: Kept
): readonly Strand[] {
  const result = [...strands]
  const placeOf = (key: string) => result.findIndex((one) => 'key' in one && one.key === key)
  for (const key of keys) {
    if (placeOf(key) !== -1) continue
    const side = (ours.includes(`#${key}`) ? ours : theirs).filter(isKey)
    const before = side
      .slice(0, side.indexOf(`#${key}`))
      .findLast((one) => placeOf(one.slice(1)) !== -1)
    const first = result.findIndex((one) => 'key' in one)
    const start = first === -1 ? result.length : first
    result.splice(before === undefined ? start : placeOf(before.slice(1)) + 1, 0, {key})
  }

  return result
}
