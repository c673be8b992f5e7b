import type {Scheduler} from 'fast-check'
import {RegmdError, exitCodes} from '../../../src/core/error.ts'
import type {Operation, Outcome} from '../../../src/core/trial/operation.ts'
import {randomFrom} from '../../../src/core/trial/random.ts'
import type {Limits} from '../../../src/git/limits.ts'
import type {Snapshot} from '../../../src/git/snapshot.ts'
import {swap} from '../../../src/git/swap.ts'
import {type Wish, decideOn} from './decide.ts'
import {modelPort} from './port.ts'
import {ModelServer} from './server.ts'
import type {Fate, PortFaults} from './side.ts'

/** What is to go wrong for one process; nothing where it ends. */
export interface Trouble {
  readonly pushes: readonly Fate[]
  /** Whether each fetch succeeds. */
  readonly fetches: readonly boolean[]
  /** Step at which it is killed, or interrupted; never, if 0. */
  readonly killedAt: number
  readonly interruptedAt: number
}

/** A process without trouble. */
export const calm: Trouble = {pushes: [], fetches: [], killedAt: 0, interruptedAt: 0}

/** One clone with its processes. */
type Clone = {fetched: Snapshot | undefined}

/** How much faster the clock runs than those who wait think: their patience ends after few looks. */
const haste = 20

/** Waits above which it does not, in milliseconds: they are long enough. */
const longWaitMs = 2000

/** Time that a process of the model gets, in milliseconds of its clock. */
const timeoutMs = 8000 * haste

/** Time that each step takes, in milliseconds. */
const stepMs = haste

/** What the clocks of clones may be apart, in milliseconds: what waits may look old. */
const skewMs = 60_000

/** The world of one run: a server, a clock, and everything that was done. */
export class ModelWorld {
  readonly server = new ModelServer()
  readonly operations: Operation[] = []
  /** All processes work in one clone. */
  readonly #clone: Clone = {fetched: undefined}
  readonly #scheduler: Scheduler
  readonly #faults: PortFaults
  /** Counts what happens, so that no two things happen at once. */
  #events = 0
  /** Time of the processes, in milliseconds; it passes while somebody waits. */
  #clockMs = 0
  readonly #random: () => number

  constructor(
    scheduler: Scheduler,
    {faults, seed}: {readonly faults: PortFaults; readonly seed: number}
  ) {
    this.#scheduler = scheduler
    this.#faults = faults
    this.#random = randomFrom(seed)
  }

  /** Runs one command to its end, and notes what it said. */
  async perform(wish: Wish, trouble: Trouble, settles?: string): Promise<Operation> {
    const id = `o${this.operations.length}`
    const startMs = this.#events++
    // Its place in the list is its name.
    const index = this.operations.push({...wish, id, startMs, endMs: startMs, outcome: killed}) - 1
    const outcome = await this.#process(id, wish, trouble)
    const operation = {...wish, id, settles, startMs, endMs: this.#events++, outcome}
    this.operations[index] = operation
    return operation
  }

  /** Moves the branch back by one commit, as an administrator may. */
  async rewind(): Promise<void> {
    await this.#turns(30)
    const {server} = this
    const parent = server.tip === undefined ? undefined : server.parent(server.tip)
    if (parent === undefined || parent === server.base) return
    const id = `o${this.operations.length}`
    const startMs = this.#events++
    server.rewind(parent, id)
    this.operations.push({
      id,
      action: 'rewind',
      session: 'admin',
      number: undefined,
      startMs,
      endMs: this.#events++,
      outcome: {kind: 'done', number: 0, isRepeated: false}
    })
  }

  async #process(id: string, wish: Wish, trouble: Trouble): Promise<Outcome> {
    const controller = new AbortController()
    let die = (): void => undefined
    const death = new Promise<Outcome>((resolve) => {
      die = () => resolve(killed)
    })
    let steps = 0
    const step = async (label: string) => {
      steps++
      this.#clockMs += stepMs
      if (steps === trouble.interruptedAt) controller.abort()
      if (steps === trouble.killedAt) die()
      if (trouble.killedAt > 0 && steps >= trouble.killedAt) await new Promise(() => undefined)
      await this.#scheduler.schedule(Promise.resolve(), `${id} ${label}`)
    }
    return Promise.race([death, this.#swap(id, wish, {trouble, step, signal: controller.signal})])
  }

  async #swap(
    id: string,
    wish: Wish,
    {
      trouble,
      step,
      signal
    }: {trouble: Trouble; step: (label: string) => Promise<void>; signal: AbortSignal}
  ): Promise<Outcome> {
    const {server} = this
    const pushes = trouble.pushes.values()
    const fetches = trouble.fetches.values()
    const port = modelPort({
      server,
      operation: id,
      step,
      later: (act) => void this.#later(act),
      fate: () => pushes.next().value ?? 'arrives',
      isReadable: () => fetches.next().value ?? true,
      requestId: () => this.#requestId(id),
      texts: new Map(),
      clone: this.#clone,
      faults: this.#faults
    })
    try {
      const decide = decideOn(server, {...wish, attempt: id})
      const {result} = await swap(port, decide, this.#limits(step, signal))
      return {kind: 'done', ...result}
    } catch (error) {
      if (!(error instanceof RegmdError)) throw error
      const {code, details} = error
      if (code === 'OUTCOME_UNKNOWN') return {kind: 'unknown', isKilled: false}
      const holder = details['holder'] as string | undefined
      return {kind: 'failed', exitCode: exitCodes[code], code, holder}
    }
  }

  #requestId(id: string): string {
    const skew = this.#random() < 0.5 ? 0 : skewMs
    return `${String(Math.floor(this.#clockMs) + skew).padStart(13, '0')}-${id}.${this.#events++}`
  }

  /** So late that its process may be over long before. */
  async #later(act: () => void): Promise<void> {
    await this.#turns(12)
    act()
  }

  /** Lets others go first, a drawn number of times. */
  async #turns(most: number): Promise<void> {
    const turns = 1 + Math.floor(this.#random() * most)
    for (let turn = 0; turn < turns; turn++) {
      await this.#scheduler.schedule(Promise.resolve(), 'wait')
    }
  }

  #limits(step: (label: string) => Promise<void>, signal: AbortSignal): Limits {
    return {
      deadline: this.#clockMs + timeoutMs,
      now: () => this.#clockMs,
      random: this.#random,
      signal,
      sleep: async (ms) => {
        this.#clockMs += Math.max(ms, Math.min(ms * haste, longWaitMs))
        await step('wait')
      }
    }
  }
}

const killed: Outcome = {kind: 'unknown', isKilled: true}
