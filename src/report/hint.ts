import {findHidden} from '../core/characters.ts'
import type {ErrorCode, RegmdError} from '../core/error.ts'
import {quote} from '../core/quote.ts'

/** Options of this run that the next command needs as well. */
export interface GivenOptions {
  readonly registry: string | undefined
  readonly remote: string | undefined
  readonly session: string | undefined
  /** Name of the command that runs. */
  readonly command: string | undefined
}

/** Failures after which the same command is the next one. */
const repeatable: readonly ErrorCode[] = ['CONTENTION', 'OUTCOME_UNKNOWN']

/** This program's name in a shell; whoever came by `npx` need not have it on the path. */
export function programName(env: Readonly<Record<string, string | undefined>>): string {
  return env['npm_command'] === 'exec' ? 'npx regmd' : 'regmd'
}

/**
 * Finds the exact next command: this run's own command line, with other values where some were
 * refused; or the failure's hint, completed by the options that this run was given.
 *
 * @param args - of this run.
 */
export function nextCommand(
  error: RegmdError,
  args: readonly string[],
  given: GivenOptions
): string | undefined {
  const {code, hint, details} = error
  const options = Array.isArray(details['options']) ? details['options'].map(String) : []
  const rewritten =
    options.length > 0 || repeatable.includes(code) ? args : rewrittenArguments(error, args)
  if (rewritten) return commandLine(rewritten, options)
  return hint === undefined ? undefined : completeHint(hint, given)
}

/** This run's command line, with a placeholder for values that cannot be used. */
function commandLine(args: readonly string[], refused: readonly string[]): string {
  const unseen = args.flatMap((value, index) =>
    findHidden(value).length > 0 ? (/^--([a-z-]+)/u.exec(args[index - 1] ?? '')?.[1] ?? []) : []
  )
  const options = [...new Set([...refused, ...unseen])]
  const placeholders = options.map((name) => `--${name} ${name === 'session' ? 'NAME' : `'TEXT'`}`)
  return ['regmd', ...without(args, options).map(quote), ...placeholders].join(' ')
}

/** The same command with what it lacked: a number that is free, the registry, or the remote. */
function rewrittenArguments(
  {code, hint = '', details}: RegmdError,
  args: readonly string[]
): readonly string[] | undefined {
  const free = freeNumber(args, hint)
  const position = args.indexOf(String(details['number']))
  if (free !== undefined && position !== -1) return args.with(position, free)
  if (code === 'NUMBER_NEEDED' && hint === 'regmd claim --next') return [...args, '--next']
  for (const [key, option] of [
    ['paths', '--registry'],
    ['remotes', '--remote']
  ] as const) {
    const [choice] = Array.isArray(details[key]) ? details[key].map(String) : []
    if (choice !== undefined) return [...args, option, choice]
  }

  return undefined
}

/** The number that a claim could take instead. */
function freeNumber(args: readonly string[], hint: string): string | undefined {
  return args.includes('claim') ? /^regmd claim (\d+)$/u.exec(hint)?.[1] : undefined
}

/** Arguments without some options and their values. */
function without(args: readonly string[], options: readonly string[]): readonly string[] {
  const isOption = (argument: string | undefined) =>
    options.some((name) => argument === `--${name}`)
  const isJoined = (argument: string) => options.some((name) => argument.startsWith(`--${name}=`))
  return args.filter(
    (argument, index) => !isOption(argument) && !isJoined(argument) && !isOption(args[index - 1])
  )
}

/** Steps of the orchestrator: whoever takes one takes the next. */
const steps = ['confirm', 'broadcast', 'activate', 'reassign']

/** Completes a hint with the options that this run was given. */
export function completeHint(hint: string, given: GivenOptions): string {
  const {registry, remote, session} = given
  const command =
    /^regmd (claim|ready|release|reassign|status|check|whoami|history|confirm|broadcast|ack|propose|approve|activate|sync|watch)\b/u.exec(
      hint
    )?.[1]
  if (command === undefined) return hint
  const isOwn = ['claim', 'ready', 'release'].includes(command)
  const needsSession = isOwn || [command, given.command ?? ''].every((name) => steps.includes(name))
  const options = [
    ['session', needsSession ? session : undefined],
    ['registry', registry],
    ['remote', remote]
  ] as const

  return options.reduce(
    (text, [name, value]) =>
      value === undefined || text.includes(`--${name}`)
        ? text
        : `${text} --${name} ${quote(value)}`,
    hint
  )
}
