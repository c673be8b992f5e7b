import {RegmdError} from '../core/error.ts'

/** Bounds of a swap, and what it needs of the world. */
export interface Limits {
  /** Milliseconds since the epoch. */
  readonly deadline: number
  readonly now: () => number
  /** From 0 to 1, 1 excluded. */
  readonly random: () => number
  /** Ends early when the user interrupts. */
  readonly sleep: (ms: number) => Promise<void>
  /** Aborted when the user interrupts. */
  readonly signal: AbortSignal
}

/** First wait between attempts, and the longest one, in milliseconds. */
const [firstMs, longestMs] = [50, 2000]

/** Waits with full jitter: losers that wait equally long would meet again. */
export async function pause(limits: Limits, attempt: number): Promise<void> {
  const bound = Math.min(longestMs, firstMs * 2 ** Math.min(attempt, 10))
  const left = Math.max(0, limits.deadline - limits.now())
  await limits.sleep(Math.min(left, limits.random() * bound))
}

/**
 * Ends the run if the user interrupted it; for moments at which nothing that was sent can land.
 *
 * @throws {RegmdError} `INTERRUPTED`.
 */
export function stopIfInterrupted({signal}: Limits): void {
  if (!signal.aborted) return
  throw new RegmdError('INTERRUPTED', 'Interrupted; nothing was changed', {hint: 'regmd status'})
}
