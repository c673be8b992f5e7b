import {type ErrorCode, exitCodes} from '../../core/error.ts'
import type {Operation, Outcome} from '../../core/trial/operation.ts'
import {type Ended, runProcess} from '../process.ts'
import type {Clone, Field} from './field.ts'

/** What a session wants. */
export interface Wish {
  readonly action: 'claim' | 'release'
  /** The lowest free one, or its own, if `undefined`. */
  readonly number: number | undefined
  /** Milliseconds after which its process is killed. */
  readonly killAfterMs?: number | undefined
}

/** An operation, and what only its process knows. */
export interface Recorded extends Operation {
  /** Pushes it took, as it says; `undefined` if it says nothing. */
  readonly attempts: number | undefined
  /** What it said of its failure, if it failed. */
  readonly message: string | undefined
}

const domain = '@selftest.invalid'

/** Names the operation that an author's email stands for. */
export function operationOf(author: string): string | undefined {
  return author.endsWith(domain) ? author.slice(0, -domain.length) : undefined
}

/** What starts a process in a clone. */
export interface Start extends Pick<Field, 'program' | 'env' | 'path' | 'timeout'> {
  /** Aborted when there are to be no more. */
  readonly signal?: AbortSignal
}

/** Runs commands, and keeps what became of them. */
export class Recorder {
  /** In the order in which they ended. */
  readonly recorded: Recorded[] = []
  /** Commands that failed each time. */
  readonly givenUp: Recorded[] = []
  readonly #start: Start
  #started = 0

  constructor(start: Start) {
    this.#start = start
  }

  /** Whether there are to be no more commands. */
  get isStopped(): boolean {
    return this.#start.signal?.aborted ?? false
  }

  /** Runs one command in a process of its own, as an author of its own. */
  async perform({directory, session}: Clone, wish: Wish, settles?: string): Promise<Recorded> {
    const {timeout, program, env, path} = this.#start
    const id = `operation-${++this.#started}`
    const args = [...argumentsOf(wish, session), '--timeout', String(timeout), '--json']
    const ended = await runProcess([...program, ...args], {
      cwd: directory,
      env: {...env, ...identityOf(id), REGMD_SESSION: session, REGMD_REGISTRY: path},
      timeoutMs: (timeout + 60) * 1000,
      killAfterMs: wish.killAfterMs
    })
    const {action, number} = wish
    const recorded = {id, action, session, number, settles, ...resultOf(ended)}
    this.recorded.push(recorded)
    return recorded
  }
}

type Result = Pick<Recorded, 'startMs' | 'endMs' | 'outcome' | 'attempts' | 'message'>

function resultOf(ended: Ended): Result {
  const {startMs, endMs, stderr} = ended
  const said = readOutput(ended)
  return {
    startMs,
    endMs,
    outcome: outcomeOf(ended, said),
    attempts: said?.data?.attempts,
    message: said ? said.error?.message : stderr
  }
}

function argumentsOf({action, number}: Wish, session: string): readonly string[] {
  const which = number === undefined ? [] : [String(number)]
  if (action === 'release') return ['release', ...which, '--reason', 'The next round begins']
  const next = number === undefined ? ['--next'] : which
  return ['claim', ...next, '--role', `Role of ${session}`, '--goal', 'Send 25 emails daily']
}

function identityOf(id: string): Readonly<Record<string, string>> {
  return {
    GIT_AUTHOR_NAME: id,
    GIT_AUTHOR_EMAIL: `${id}${domain}`,
    GIT_COMMITTER_NAME: id,
    GIT_COMMITTER_EMAIL: `${id}${domain}`
  }
}

/** What `--json` prints, as far as it matters. */
interface Output {
  readonly data?: {
    readonly number: number
    readonly attempts: number
    readonly alreadyHeld?: boolean
    readonly changed?: boolean
  }
  readonly error?: {
    readonly code: ErrorCode
    readonly message: string
    readonly details: {readonly holder?: string}
  }
}

/** Nothing of a process that was killed before it had said all. */
function readOutput({stdout}: Ended): Output | undefined {
  try {
    const output: unknown = JSON.parse(stdout)
    return isOutput(output) ? output : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** What has the shape of an answer is one: it comes from this program. */
function isOutput(output: unknown): output is Output {
  return typeof output === 'object' && output !== null && ('data' in output || 'error' in output)
}

function outcomeOf({exitCode}: Ended, {data, error}: Output = {}): Outcome {
  if (exitCode === undefined) return {kind: 'unknown', isKilled: true}
  if (exitCode === exitCodes.OUTCOME_UNKNOWN) return {kind: 'unknown', isKilled: false}
  if (exitCode === 0 && data)
    return {kind: 'done', number: data.number, isRepeated: isRepeated(data)}
  return {kind: 'failed', exitCode, code: error?.code ?? 'INTERNAL', holder: error?.details.holder}
}

/** A claim says that it was held already, other commands say what they changed. */
function isRepeated({alreadyHeld, changed}: NonNullable<Output['data']>): boolean {
  return alreadyHeld ?? changed === false
}
