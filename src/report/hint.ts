import type {ErrorCode, RegmdError} from '../core/error.ts'
import {quote} from '../core/quote.ts'

/** Options of this run that the next command needs as well. */
export interface GivenOptions {
  readonly registry: string | undefined
  readonly remote: string | undefined
  readonly session: string | undefined
}

/** Failures after which the same command is the next one. */
const repeatable: readonly ErrorCode[] = ['CONTENTION', 'OUTCOME_UNKNOWN']

/**
 * Finds the exact next command: the failure's hint, completed by the options that this run was
 * given, or this run's own command line.
 *
 * @param args - of this run.
 */
export function nextCommand(
  {code, hint}: RegmdError,
  args: readonly string[],
  given: GivenOptions
): string | undefined {
  if (repeatable.includes(code)) return `regmd ${args.map(quote).join(' ')}`
  return hint === undefined ? undefined : completeHint(hint, given)
}

function completeHint(hint: string, {registry, remote, session}: GivenOptions): string {
  const command = /^regmd (claim|ready|release|reassign|status|whoami|history)\b/u.exec(hint)?.[1]
  if (command === undefined) return hint
  const needsSession = ['claim', 'ready', 'release'].includes(command)
  const given = [
    ['session', needsSession ? session : undefined],
    ['registry', registry],
    ['remote', remote]
  ] as const

  return given.reduce(
    (text, [name, value]) =>
      value === undefined || text.includes(`--${name}`)
        ? text
        : `${text} --${name} ${quote(value)}`,
    hint
  )
}
