import type {Snapshot} from '../port.ts'
import {type Waiting, madeAtMs} from './queue.ts'

/** Least time that the first in the queue gets before the next one takes over, in milliseconds. */
const leastPatienceMs = 2000

/** Says whose turn it is to fold: the first one's; after a while in which nothing moves, the next. */
export class Turns {
  readonly #patienceMs: number
  #seen: string | undefined
  #sinceMs = 0

  /** @param pushMs - milliseconds that a push takes here. */
  constructor(pushMs: number) {
    this.#patienceMs = Math.max(leastPatienceMs, 3 * pushMs)
  }

  /** Whether a request's owner is to fold now. */
  isTurnOf({id}: Waiting, {waiting = [], written}: Snapshot, nowMs: number): boolean {
    const seen = `${waiting[0]?.id} ${written}`
    if (seen !== this.#seen) {
      this.#seen = seen
      this.#sinceMs = nowMs
    }

    const rank = waiting.findIndex((other) => other.id === id)
    return nowMs - this.#sinceMs >= rank * this.#patienceMs
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
  return waiting.some(({id}) => Math.abs(nowMs - madeAtMs(id)) < freshMs)
}
