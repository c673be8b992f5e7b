import type {Snapshot} from '../snapshot.ts'
import {type Made, madeAtMs} from './request.ts'

/** Least time that the first in the queue gets before others take over, in milliseconds. */
const leastPatienceMs = 1500

/** Longest time for which one that has just come leaves time for others to come, in milliseconds. */
const longestGatheringMs = 500

/** Shortest and longest time between two looks, and what each request adds, in milliseconds. */
const [shortestMs, longestMs, eachMs] = [50, 10_000, 20]

/** How much longer each wait is than the one before, while nothing moves. */
const growth = 1.5

/** How many of those who wait may take over in the time that the first one gets. */
const atOnce = 8

/**
 * Says whose turn it is to fold: the first one's; where nothing moves for a while, anybody's, each at
 * a time of its own, so that many dead ones at the head cost no more than one.
 */
export class Turns {
  readonly #pushMs: number
  readonly #random: () => number
  #seen: string | undefined
  /** When this one may take over. */
  #fromMs = 0
  /** Looks since something moved. */
  #looks = 0

  /**
   * @param pushMs - milliseconds that a push takes here.
   * @param random - from 0 to 1, 1 excluded.
   */
  constructor(pushMs: number, random: () => number) {
    this.#pushMs = pushMs
    this.#random = random
  }

  /** Takes note of what a look has seen; whether the request's owner is to fold now. */
  isTurnOf({id}: Made, {waiting = [], written}: Snapshot, nowMs: number): boolean {
    const asking = waiting.filter(({isWithdrawn}) => !isWithdrawn)
    const [first] = asking
    const seen = `${first?.id} ${written}`
    this.#looks++
    if (seen !== this.#seen) {
      this.#seen = seen
      this.#looks = 0
      const spread = this.#random() * (1 + asking.length / atOnce)
      this.#fromMs = nowMs + Math.max(leastPatienceMs, 4 * this.#pushMs) * (1 + spread)
    }

    return first?.id === id || nowMs >= this.#fromMs
  }

  /**
   * Milliseconds until the first look: who loses a race does so at the same time as others, whose
   * requests the same push can carry.
   */
  gatheringMs(): number {
    return Math.min(this.#pushMs, longestGatheringMs) * (0.5 + this.#random() / 2)
  }

  /**
   * Milliseconds until the next look: the more wait, the longer a push takes, and the longer nothing
   * has moved, the rarer; so that looks do not slow down what they wait for.
   */
  pauseMs({waiting = []}: Snapshot): number {
    const first = Math.max(this.#pushMs, shortestMs + eachMs * waiting.length)
    return Math.min(longestMs, first * growth ** this.#looks) * (0.5 + this.#random())
  }
}

/** Age, in milliseconds, above which a request's owner is taken for gone. */
const freshMs = 10_000

/** Whether others wait right now, so that a push to the branch would only get in their way. */
export function isBusy({waiting = []}: Snapshot, nowMs: number): boolean {
  return waiting.some(
    ({id, isWithdrawn}) => !isWithdrawn && Math.abs(nowMs - madeAtMs(id)) < freshMs
  )
}
