import type {GlobalOptions} from '../context.ts'
import {quote} from '../core/quote.ts'
import {type Awaited, awaitable} from '../core/watch/awaited.ts'
import {type GivenArguments, numberOf, textOf, usage} from './arguments.ts'

/** What is to be watched, and how. */
export interface Wanted {
  readonly number: number | undefined
  /** Cursor, commit or ref after which it goes on; `undefined` for now. */
  readonly since: string | undefined
  readonly until: Awaited | undefined
  /** Shortest wait between two looks, in seconds. */
  readonly interval: number
  /** Whether `--timeout` was given: without it, watching has no end. */
  readonly hasTimeout: boolean
}

/**
 * Reads what is to be watched.
 *
 * @throws {RegmdError} `USAGE`.
 */
export function readWanted(argv: GivenArguments): Wanted {
  return {
    number: numberOf(argv),
    since: textOf(argv, 'since'),
    until: untilOf(argv),
    interval: intervalOf(argv),
    hasTimeout: textOf(argv, 'timeout') !== undefined
  }
}

/**
 * Command that goes on where a run ended.
 *
 * @param cursor - what was told; `undefined` for nothing.
 */
export function nextCommand(
  {number, since, until}: Wanted,
  {registry, remote}: GlobalOptions,
  cursor: string | undefined
): string {
  const given = Object.entries({since: cursor ?? since, until, registry, remote})
  return [
    'regmd watch',
    ...(number === undefined ? [] : [String(number)]),
    ...given.flatMap(([name, value]) => (value === undefined ? [] : [`--${name} ${quote(value)}`]))
  ].join(' ')
}

function untilOf(argv: GivenArguments): Awaited | undefined {
  const given = textOf(argv, 'until')
  const state = awaitable.find((known) => known === given)
  if (state !== undefined || given === undefined) return state
  throw usage(`--until wants one of ${awaitable.join(', ')}, not \`${given}\``)
}

/** Shortest wait that may be asked for, in seconds, and the longest. */
const [least, most] = [0.2, 3600]

function intervalOf(argv: GivenArguments): number {
  const given = textOf(argv, 'interval') ?? '2'
  const seconds = Number(given)
  if (/^\d+(?:\.\d+)?$/u.test(given) && seconds >= least && seconds <= most) return seconds
  throw usage(`--interval wants seconds, from ${least} to ${most}, not \`${given}\``)
}
