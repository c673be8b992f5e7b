import type {NumberRange} from '../registry.ts'

/** Returns how many numbers a range holds. */
export function sizeOf({first, last}: NumberRange): number {
  return last - first + 1
}

/** Returns the numbers that two ranges have in common, if there are any. */
export function overlapOf(a: NumberRange, b: NumberRange): NumberRange | undefined {
  const first = Math.max(a.first, b.first)
  const last = Math.min(a.last, b.last)
  return first <= last ? {first, last} : undefined
}

/** Joins ranges that overlap or touch, in ascending order. */
export function unionOf(ranges: readonly NumberRange[]): readonly NumberRange[] {
  const joined: NumberRange[] = []
  for (const {first, last} of ranges.toSorted((a, b) => a.first - b.first)) {
    const previous = joined.at(-1)
    if (!previous || first > previous.last + 1) joined.push({first, last})
    else joined.splice(-1, 1, {first: previous.first, last: Math.max(previous.last, last)})
  }

  return joined
}

/** Returns how many numbers ranges hold together, each number counted once. */
export function countAll(ranges: readonly NumberRange[]): number {
  return unionOf(ranges).reduce((count, range) => count + sizeOf(range), 0)
}

/** Returns the numbers between the first and the last of some ranges that none of them holds. */
export function gapsOf(ranges: readonly NumberRange[]): readonly NumberRange[] {
  const joined = unionOf(ranges)
  return joined
    .slice(1)
    .map(({first}, index) => ({first: (joined[index]?.last ?? 0) + 1, last: first - 1}))
}
