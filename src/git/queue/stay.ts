import {RegmdError} from '../../core/error.ts'
import {type Limits, pause} from '../limits.ts'
import type {Snapshot} from '../snapshot.ts'
import {foldWaiting} from './fold.ts'
import type {Asked} from './asked.ts'
import type {Fate} from './fate.ts'
import {Presence} from './presence.ts'
import type {Made, Waiting} from './request.ts'
import type {QueuedPort} from '../port.ts'
import {Turns} from './turn.ts'

/** Folds that may fail one after the other while the branch does not move. */
const mostFailures = 3

/** Shortest rest that is worth another look before the time is up, in milliseconds. */
const leastRestMs = 50

/** One request's time in the queue. */
export class Stay {
  readonly #port: QueuedPort
  readonly #asked: Asked
  readonly #limits: Limits
  readonly #own: Made
  readonly #turns: Turns
  readonly #presence = new Presence()
  #failures = 0
  /** Value of the branch at the last failure. */
  #failedOn: string | undefined

  private constructor(
    [port, asked, limits]: readonly [QueuedPort, Asked, Limits],
    {own, pushMs}: {readonly own: Made; readonly pushMs: number}
  ) {
    this.#port = port
    this.#asked = asked
    this.#limits = limits
    this.#own = own
    this.#turns = new Turns(pushMs, limits.random)
  }

  /**
   * Puts a request in the queue; `undefined` if it certainly never left. A rejection is none yet: a
   * server that was sent a push twice rejects the second one.
   */
  static async enter(port: QueuedPort, asked: Asked, limits: Limits): Promise<Stay | undefined> {
    const own = await port.queue.create(asked.text)
    const startMs = limits.now()
    const {kind} = await port.queue.put(own)
    if (kind === 'unsent' || kind === 'refused') return undefined
    const stay = new Stay([port, asked, limits], {own, pushMs: limits.now() - startMs})
    stay.#presence.answered(kind)
    await stay.#rest(stay.#turns.gatheringMs())
    return stay
  }

  /** Looks what became of the request, folds if it is its turn, and waits a little if not. */
  async look(): Promise<Fate | undefined> {
    try {
      const snapshot = await this.#port.read()
      if (!this.#refIn(snapshot)) return await this.#leaveOrReturn(snapshot)
      this.#presence.fetched()
      if (this.#turns.isTurnOf(this.#own, snapshot, this.#limits.now())) {
        return await this.#fold(snapshot)
      }

      await this.#rest(this.#turns.pauseMs(snapshot))
    } catch (error) {
      // Whatever keeps it from looking leaves the outcome open.
      if (!(error instanceof RegmdError)) throw error
      await pause(this.#limits, 3)
    }

    return undefined
  }

  /** Withdraws the request; `undefined` if what became of it cannot be learned now. */
  async leave(isClosed: boolean): Promise<Fate | undefined> {
    try {
      const {kind} = await this.#port.queue.withdraw(this.#own)
      const snapshot = await this.#port.read()
      const waiting = this.#refIn(snapshot)
      if (waiting?.oid === this.#own.oid) return undefined
      if (kind === 'accepted' || waiting) return this.#out(snapshot, isClosed)
      const after = await this.#lookAgain(snapshot)
      return !after || 'landed' in after ? after : this.#out(after, isClosed)
    } catch (error) {
      if (error instanceof RegmdError) return undefined
      throw error
    }
  }

  /** Its commit, once its ref is gone; or that it was refused; or it never came, and is put again. */
  async #leaveOrReturn(first: Snapshot): Promise<Fate | undefined> {
    const after = await this.#lookAgain(first)
    if (!after || 'landed' in after) return after
    const {isSeen, isFetched, isRejected} = this.#presence
    if (isSeen) return isFetched ? this.#out(after, false) : this.leave(true)
    if (isRejected) return this.#out(after, true)
    await pause(this.#limits, 1)
    this.#presence.answered((await this.#port.queue.put(this.#own)).kind)
    return undefined
  }

  /**
   * Looks for the commit of a request whose ref is gone; the branch as it is without it. A remote's
   * refs are read one after the other: a branch may have been read before what took the request away,
   * so that only a second look is proof.
   */
  async #lookAgain(first: Snapshot): Promise<Fate | Snapshot | undefined> {
    const fate = await this.#find(first)
    if (fate) return fate
    const snapshot = await this.#port.read()
    if (this.#refIn(snapshot)) return undefined
    return (await this.#find(snapshot)) ?? snapshot
  }

  async #fold(snapshot: Snapshot): Promise<Fate | undefined> {
    const {kind} = await foldWaiting(this.#port.queue, snapshot, this.#asked.fold)
    if (kind === 'accepted') return undefined
    this.#failures = snapshot.written === this.#failedOn ? this.#failures + 1 : 1
    this.#failedOn = snapshot.written
    if (this.#failures >= mostFailures) return this.leave(true)
    await pause(this.#limits, this.#failures)
    return undefined
  }

  async #find(snapshot: Snapshot): Promise<Fate | undefined> {
    const since = this.#asked.snapshot.tip
    const found = await this.#port.queue.find(snapshot, {id: this.#own.id, since})
    return found && {landed: true, found, snapshot}
  }

  #out(snapshot: Snapshot, isClosed: boolean): Fate {
    return {landed: false, snapshot, isClosed, isLoose: this.#presence.isLoose}
  }

  /** Its ref: the request's own commit, or the mark that it is withdrawn. */
  #refIn({waiting = []}: Snapshot): Waiting | undefined {
    return waiting.find(({id}) => id === this.#own.id)
  }

  /** Half of the time that is left at most: whoever's turn comes late still sees it. */
  async #rest(ms: number): Promise<void> {
    const {deadline, now, sleep} = this.#limits
    const left = Math.max(0, deadline - now())
    await sleep(Math.min(ms, left, Math.max(leastRestMs, left / 2)))
  }
}
