/** Numbers from one to another, both included. */
export interface Share {
  readonly first: number
  readonly last: number
}

/** Returns how many numbers a share holds. */
export function sizeOf({first, last}: Share): number {
  return last - first + 1
}

/** Returns the numbers that two shares have in common, if there are any. */
export function overlapOf(a: Share, b: Share): Share | undefined {
  const first = Math.max(a.first, b.first)
  const last = Math.min(a.last, b.last)
  return first <= last ? {first, last} : undefined
}
