import {bisect} from '../bisect.ts'
import type {Sides} from './sides.ts'

/** Cuts three lists at items that each of them has, in the order of all three. */
export function splitAt(
  {ancestor, ours, theirs}: Sides<readonly string[]>,
  anchors: readonly string[]
): readonly Sides<readonly string[]>[] {
  const cut = (items: readonly string[]) => {
    let start = 0
    const stretches = anchors.map((anchor) => {
      const end = items.indexOf(anchor, start)
      const stretch = items.slice(start, end)
      start = end + 1
      return stretch
    })
    return [...stretches, items.slice(start)]
  }
  const [ofOurs, ofTheirs] = [cut(ours), cut(theirs)]
  return cut(ancestor).map((stretch, index) => ({
    ancestor: stretch,
    ours: ofOurs[index] ?? [],
    theirs: ofTheirs[index] ?? []
  }))
}

/** Items that each of three lists has once, as many as stand in one order in all of them. */
export function findAnchors(sides: Sides<readonly string[]>): readonly string[] {
  const {ancestor, ours, theirs} = sides
  const [one, other] = [uniquePlaces(ours), uniquePlaces(theirs)]
  const common = [...uniquePlaces(ancestor).keys()].filter(
    (item) => one.has(item) && other.has(item)
  )
  return ascending(ascending(common, one), other)
}

function uniquePlaces(items: readonly string[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>()
  const again = new Set<string>()
  for (const [index, item] of items.entries()) {
    if (places.has(item)) again.add(item)
    places.set(item, index)
  }

  return new Map([...places].filter(([item]) => !again.has(item)))
}

interface Link {
  readonly item: string
  readonly place: number
  readonly before: Link | undefined
}

/** The longest selection of items whose places ascend. */
function ascending(
  items: readonly string[],
  places: ReadonlyMap<string, number>
): readonly string[] {
  const ends: Link[] = []
  for (const item of items) {
    const place = places.get(item) ?? 0
    const last = bisect(-1, ends.length, (index) => (ends[index]?.place ?? 0) < place)
    ends[last + 1] = {item, place, before: ends[last]}
  }

  const found: string[] = []
  for (let link = ends.at(-1); link; link = link.before) found.push(link.item)
  return found.toReversed()
}
