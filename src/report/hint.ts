import {quote} from '../core/quote.ts'

/** Options of this run that the next command needs as well. */
export interface GivenOptions {
  readonly registry: string | undefined
  readonly remote: string | undefined
  readonly session: string | undefined
}

/** Completes a hint to the exact command: with the options that this run was given. */
export function completeHint(hint: string, {registry, remote, session}: GivenOptions): string {
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
