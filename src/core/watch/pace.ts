/** Longest wait between two looks, in seconds, unless the shortest is longer. */
const longest = 30

/** Growth of the wait with each look at which nothing has changed. */
const growth = 1.5

/**
 * Seconds to wait before the next look: the shortest, and longer while nothing happens. Watchers
 * that began together drift apart.
 *
 * @param idle - looks in a row at which nothing had changed, or nothing could be seen.
 * @param random - from 0 to 1, 1 excluded.
 */
export function waitAfter(shortest: number, idle: number, random: number): number {
  const wait = Math.min(Math.max(longest, shortest), shortest * growth ** Math.min(idle, 50))
  return wait * (1 + random / 4)
}
