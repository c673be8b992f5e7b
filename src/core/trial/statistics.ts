/** How long things took, in milliseconds. */
export interface Times {
  readonly count: number
  readonly p50: number
  readonly p95: number
  readonly max: number
}

/** Sums up times; percentiles are of those that were measured, by the nearest rank. */
export function timesOf(values: readonly number[]): Times {
  const sorted = values.toSorted((a, b) => a - b)
  const rank = (part: number) => Math.round(sorted[Math.ceil(part * sorted.length) - 1] ?? 0)
  return {count: sorted.length, p50: rank(0.5), p95: rank(0.95), max: rank(1)}
}

/** How often each value is there, values ascending. */
export function tallyOf(values: readonly number[]): readonly (readonly [number, number])[] {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].toSorted(([a], [b]) => a - b)
}
