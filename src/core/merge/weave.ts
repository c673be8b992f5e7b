import {diffComm} from 'node-diff3'
import {splitAt} from './anchors.ts'
import type {Piece} from './piece.ts'
import {type Region, changedList, isSettled, mergeItems} from './regions.ts'
import {type Sides, mapSides} from './sides.ts'

/** Lines that both sides changed, each in its own way. */
export interface Clash {
  readonly ours: readonly string[]
  readonly theirs: readonly string[]
}

/** A line, the key of a part, or a clash, in the order of the merged document. */
export type Strand = {readonly line: string} | {readonly key: string} | Clash

/** Which parts the result has, and how those stand that both sides added at one place. */
export interface Kept {
  readonly keys: ReadonlySet<string>
  /** Negative where the first goes before the second. */
  readonly compare: (one: string, other: string) => number
}

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
    ...mergeItems(stretch).flatMap((region) => settle(region, kept)),
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

function decode(item: string): Strand {
  return isKey(item) ? {key: item.slice(1)} : {line: item.slice(1)}
}

function isKey(item: string): boolean {
  return item.startsWith('#')
}

/** Without an ancestor, what both sides have in common is one: nobody took anything out. */
function withAncestor(sides: Sides<readonly string[]>): Sides<readonly string[]> {
  if (sides.ancestor.length > 0) return sides
  const {ours, theirs} = sides
  const common = diffComm([...ours], [...theirs]).flatMap((part) => part.common ?? [])
  return {ancestor: common, ours, theirs}
}

/** Parts never clash: where only one side changed the lines, those of the other are added to it. */
function settle(region: Region, {compare}: Kept): readonly Strand[] {
  if (isSettled(region)) return region.map(decode)
  const lines = mapSides(region, (items) => items.filter((item) => !isKey(item)))
  const keys = [...new Set([...region.ours, ...region.theirs].filter(isKey))]
  const changed = changedList(lines)
  const sorted = keys.toSorted((one, other) => compare(one.slice(1), other.slice(1)))
  if (!changed) return [...sorted.map(decode), ...trim(lines)]
  const [base, more] =
    changed === lines.ours ? [region.ours, region.theirs] : [region.theirs, region.ours]
  const result = [...base]
  for (const key of sorted.filter((one) => !base.includes(one))) {
    const next = result.findIndex((item) => isKey(item) && compare(item.slice(1), key.slice(1)) > 0)
    const last = result.findLastIndex(isKey)
    const alone = more.indexOf(key) === 0 ? 0 : result.length
    result.splice(next === -1 ? (last === -1 ? alone : last + 1) : next, 0, key)
  }

  return result.map(decode)
}

/** A clash without the lines that both sides begin or end with. */
function trim({ours, theirs}: Sides<readonly string[]>): readonly Strand[] {
  const most = Math.min(ours.length, theirs.length)
  let head = 0
  while (head < most && ours[head] === theirs[head]) head++
  let tail = 0
  while (tail < most - head && ours.at(-1 - tail) === theirs.at(-1 - tail)) tail++
  const middle = (items: readonly string[]) =>
    items.slice(head, items.length - tail).map((item) => item.slice(1))
  return [
    ...ours.slice(0, head).map(decode),
    {ours: middle(ours), theirs: middle(theirs)},
    ...ours.slice(ours.length - tail).map(decode)
  ]
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
