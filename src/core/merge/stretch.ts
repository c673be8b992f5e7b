import {type Region, changedList, isSettled, mergeItems} from './regions.ts'
import {type Sides, mapSides} from './sides.ts'
import {type Kept, type Strand, decode, isKey} from './strand.ts'

/** Where a stretch between parts that all sides have is. */
export interface Spot {
  readonly kept: Kept
  /** Whether no part goes before it. */
  readonly isFirst: boolean
  /** Whether no part follows. */
  readonly isLast: boolean
}

/**
 * Merges the lines between two parts that all sides have. Parts that only some have stay next to
 * the part that they are next to, whatever becomes of the lines.
 */
export function mergeStretch(
  stretch: Sides<readonly string[]>,
  {kept, isFirst, isLast}: Spot
): readonly Strand[] {
  const heads = mapSides(stretch, (items) => (isFirst ? 0 : countKeys(items)))
  const rests = {
    ancestor: stretch.ancestor.slice(heads.ancestor),
    ours: stretch.ours.slice(heads.ours),
    theirs: stretch.theirs.slice(heads.theirs)
  }
  const cuts = mapSides(rests, (items) =>
    isLast ? items.length : items.length - countKeys(items.toReversed())
  )
  const body = {
    ancestor: rests.ancestor.slice(0, cuts.ancestor),
    ours: rests.ours.slice(0, cuts.ours),
    theirs: rests.theirs.slice(0, cuts.theirs)
  }
  const head = [stretch.ours.slice(0, heads.ours), stretch.theirs.slice(0, heads.theirs)]
  const tail = [rests.ours.slice(cuts.ours), rests.theirs.slice(cuts.theirs)]
  return [
    ...inOrder(head.flat(), kept).map(decode),
    ...mergeItems(body).flatMap((region) => settle(region, kept)),
    ...inOrder(tail.flat(), kept).map(decode)
  ]
}

function countKeys(items: readonly string[]): number {
  const end = items.findIndex((item) => !isKey(item))
  return end === -1 ? items.length : end
}

/** Keys, each once, in the order in which parts are written. */
function inOrder(keys: readonly string[], {compare}: Kept): readonly string[] {
  return [...new Set(keys)].toSorted((one, other) => compare(one.slice(1), other.slice(1)))
}

/** Parts never clash: where only one side changed the lines, those of the other are added to it. */
function settle(region: Region, kept: Kept): readonly Strand[] {
  if (isSettled(region)) return region.map(decode)
  const lines = mapSides(region, (items) => items.filter((item) => !isKey(item)))
  const keys = inOrder([...region.ours, ...region.theirs].filter(isKey), kept)
  const changed = changedList(lines)
  if (!changed) return [...keys.map(decode), ...trim(lines)]
  const [base, more] =
    changed === lines.ours ? [region.ours, region.theirs] : [region.theirs, region.ours]
  return keys
    .filter((key) => !base.includes(key))
    .reduce((items, key) => insertKey(items, key, {kept, isHead: more[0] === key}), base)
    .map(decode)
}

/** Puts a part before the first one that comes after it, else after the last one. */
function insertKey(
  items: readonly string[],
  key: string,
  {kept, isHead}: {readonly kept: Kept; readonly isHead: boolean}
): readonly string[] {
  const next = items.findIndex(
    (item) => isKey(item) && kept.compare(item.slice(1), key.slice(1)) > 0
  )
  const last = items.findLastIndex(isKey)
  const alone = isHead ? 0 : items.length
  return items.toSpliced(next === -1 ? (last === -1 ? alone : last + 1) : next, 0, key)
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
