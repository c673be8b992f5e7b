import type {ErrorCode} from '../error.ts'

/** One command, from its start to its end, as whoever ran it saw it. */
export interface Operation {
  /** Unlike any other; the author of its commits. */
  readonly id: string
  /** `rewind`: somebody with the right to do so moved the branch back, with a force-push say. */
  readonly action: 'claim' | 'release' | 'rewind'
  /** Who acts. */
  readonly session: string
  /** Number that was asked for; `undefined` for the lowest free one, and for a rewind. */
  readonly number: number | undefined
  /** Milliseconds of one clock that only goes forward. */
  readonly startMs: number
  readonly endMs: number
  readonly outcome: Outcome
  /** The earlier operation, of unknown outcome, that this one repeats. */
  readonly settles?: string | undefined
}

/** What a command said when it ended. */
export type Outcome = Done | Failed | Unknown

/** Exit 0. */
export interface Done {
  readonly kind: 'done'
  /** Number that it holds, or gave back. */
  readonly number: number
  /** Whether it said that nothing had to be done. */
  readonly isRepeated: boolean
}

/** A definite failure: exit 2, 3, 4, 6, 7, 8, 70, or 130. */
export interface Failed {
  readonly kind: 'failed'
  readonly exitCode: number
  readonly code: ErrorCode
  /** Who holds the number, by what it said of `NUMBER_TAKEN`. */
  readonly holder?: string | undefined
}

/** Exit 5, or killed: what was sent may take effect, now or later. */
export interface Unknown {
  readonly kind: 'unknown'
  /** Whether it was killed, and so could say nothing. */
  readonly isKilled: boolean
}

/** Whether an operation leaves open what becomes of what it, or one before it, has sent. */
export function leavesOpen({outcome, settles}: Operation): boolean {
  if (outcome.kind === 'unknown') return true
  // That nothing was changed by a repetition says nothing of what was sent before.
  return settles !== undefined && outcome.kind === 'failed' && outcome.exitCode !== 3
}
