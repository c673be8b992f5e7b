import type {Timeline} from './timeline.ts'

/** A time in which a session holds a number. */
export interface Holding {
  readonly number: number
  readonly session: string
  /** First moment at which it can have been so, in milliseconds. */
  readonly fromMs: number
  /** Last moment; `Infinity` while it lasts. */
  readonly toMs: number
  /** It was so for certain between these two, if the first one is the earlier. */
  readonly surelyFromMs: number
  readonly surelyToMs: number
}

/** Lists who held what, in the order of the branch. */
export function holdingsOf({moves, earliest, latest}: Timeline): readonly Holding[] {
  const open = new Map<number, Holding>()
  const holdings: Holding[] = []
  for (const [index, {changes}] of moves.entries()) {
    const [first, last] = [earliest[index] ?? -Infinity, latest[index] ?? Infinity]
    for (const {number, after: session} of changes) {
      const ended = open.get(number)
      if (ended) holdings.push({...ended, toMs: last, surelyToMs: first})
      open.delete(number)
      if (session === undefined) continue
      const lasting = {toMs: Infinity, surelyToMs: Infinity}
      open.set(number, {number, session, fromMs: first, surelyFromMs: last, ...lasting})
    }
  }

  return [...holdings, ...open.values()]
}

/** A time to look into, in milliseconds, both ends included. */
export interface Interval {
  readonly startMs: number
  readonly endMs: number
}

/**
 * Answers whether a holding can have been seen in an interval. Asked in the order in which the
 * intervals start, it reads each holding about once.
 *
 * @param holdings - of one number, in the order of the branch.
 */
export function watchHoldings(
  holdings: readonly Holding[]
): (interval: Interval, isWanted: (holding: Holding) => boolean) => boolean {
  let first = 0
  return ({startMs, endMs}, isWanted) => {
    while ((holdings[first]?.toMs ?? Infinity) < startMs) first++
    for (let index = first; index < holdings.length; index++) {
      const holding = holdings[index]
      if (!holding || holding.fromMs > endMs) return false
      if (holding.toMs >= startMs && isWanted(holding)) return true
    }

    return false
  }
}
