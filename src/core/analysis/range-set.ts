import {sizeOf} from './share.ts'
import type {Share} from './share.ts'

/** Joins shares that overlap or touch, in ascending order. */
export function unionOf(shares: readonly Share[]): readonly Share[] {
  const joined: Share[] = []
  for (const {first, last} of shares.toSorted((a, b) => a.first - b.first)) {
    const previous = joined.at(-1)
    if (!previous || first > previous.last + 1) joined.push({first, last})
    else joined.splice(-1, 1, {first: previous.first, last: Math.max(previous.last, last)})
  }

  return joined
}

/** Returns how many numbers shares hold together, each number counted once. */
export function countAll(shares: readonly Share[]): number {
  return unionOf(shares).reduce((count, share) => count + sizeOf(share), 0)
}

/** Returns the numbers between the first and the last of some shares that none of them holds. */
export function gapsOf(shares: readonly Share[]): readonly Share[] {
  const joined = unionOf(shares)
  return joined
    .slice(1)
    .map(({first}, index) => ({first: (joined[index]?.last ?? 0) + 1, last: first - 1}))
}
