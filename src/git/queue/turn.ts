import type {Snapshot} from '../port.ts'
import {type Made, madeAtMs} from './queue.ts'

/** Least time that the first in the queue gets before others take over, in milliseconds. */
const leastPatienceMs = 1500

/** Longest time for which the first one waits for more to come, in milliseconds. */
const longestPauseMs = 500

/** How many of those who wait may take over in the time that the first one gets. */
const atOnce = 8

/**
 * Says whose turn it is to fold: the first one's; where nothing moves for a while, anybody's, each at
 * a time of its own, so that many dead ones at the head cost no more than one.
 */
export class Turns {
  readonly #patienceMs: number
  readonly #pushMs: number
  readonly #random: () => number
  #seen: string | undefined
  /** When this one may take over, and until when the first one waits for more to come. */
  #fromMs = 0
  #untilMs = 0
  /** Requests at the last look. */
  #count = 0

  /**
   * @param pushMs - milliseconds that a push takes here.
   * @param random - from 0 to 1, 1 excluded.
   */
  constructor(pushMs: number, random: () => number) {
    this.#patienceMs = Math.max(leastPatienceMs, 4 * pushMs)
    this.#pushMs = pushMs
    this.#random = random
  }

  /** Whether a request's owner is to fold now. */
  isTurnOf({id}: Made, {waiting = [], written}: Snapshot, nowMs: number): boolean {
    const asking = waiting.filter(({isWithdrawn}) => !isWithdrawn)
    const [first] = asking
    const seen = `${first?.id} ${written}`
    if (seen !== this.#seen) {
      this.#seen = seen
      const spread = this.#random() * (1 + asking.length / atOnce)
      this.#fromMs = nowMs + this.#patienceMs * (1 + spread)
      this.#untilMs = nowMs + Math.min(this.#pushMs, longestPauseMs)
      this.#count = 0
    }

    // Who comes first sees others come, whom the same push can carry.
    const isGrowing = asking.length > this.#count && nowMs < this.#untilMs
    this.#count = asking.length
    return first?.id === id ? !isGrowing : nowMs >= this.#fromMs
  }
}

/** Shortest and longest time between two looks, and what each request adds, in milliseconds. */
const [shortestMs, longestMs, eachMs] = [50, 2000, 20]

/** Milliseconds until the next look: the more wait, the rarer each one looks. */
export function pauseMs({waiting = []}: Snapshot, random: () => number): number {
  return Math.min(longestMs, shortestMs + eachMs * waiting.length) * (0.5 + random())
}

/** Age, in milliseconds, above which a request's owner is taken for gone. */
const freshMs = 10_000

/** Whether others wait right now, so that a push to the branch would only get in their way. */
export function isBusy({waiting = []}: Snapshot, nowMs: number): boolean {
  return waiting.some(
    ({id, isWithdrawn}) => !isWithdrawn && Math.abs(nowMs - madeAtMs(id)) < freshMs
  )
}
