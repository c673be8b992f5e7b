import type {GlobalOptions} from '../context.ts'
import {RegmdError} from '../core/error.ts'

/** Arguments as yargs read them, not trusted to be of the declared type. */
export type GivenArguments = Readonly<Record<string, unknown>>

/** Options of all commands that take no value. */
export const switches: readonly string[] =
  'help version json quiet offline next no-ready dry-run force consensus strict verify'.split(' ')

/** Options of all commands that take one. */
export const valued: readonly string[] =
  'registry remote session timeout role goal title responsibility message reason set from sessions file ref base format explain contains start time-zone ics since until interval clones rounds seed'.split(
    ' '
  )

/**
 * Refuses what yargs would bend into something else: a value for a switch, which it takes for
 * “off”, and an option in the place of a value, which it may take for `--help`.
 *
 * @throws {RegmdError} `USAGE`.
 */
export function checkOptions(args: readonly string[]): void {
  const end = args.indexOf('--')
  const options = end === -1 ? args : args.slice(0, end)
  for (let index = 0; index < options.length; index++) {
    const [name = '', value] = (options[index] ?? '').replace(/^--/u, '').split('=', 2)
    if (value !== undefined && switches.includes(name)) throw usage(`--${name} takes no value`)
    if (options[index] !== `--${name}` || !valued.includes(name)) continue
    index++
    if (!isValue(options[index])) throw needsValue(name)
  }
}

/** A lone dash stands for standard input. */
function isValue(argument: string | undefined): boolean {
  return argument !== undefined && !/^-./u.test(argument)
}

function needsValue(name: string): RegmdError {
  return usage(`--${name} needs a value; one that starts with a dash is written --${name}=-…`)
}

/**
 * Text of an option; `undefined` without it.
 *
 * @throws {RegmdError} `USAGE` if it was given twice, or is empty.
 */
export function textOf(argv: GivenArguments, name: string): string | undefined {
  const value = argv[name]
  if (value === undefined || (typeof value === 'string' && value !== '')) return value
  throw usage(`--${name} can be given once, and needs a value`)
}

/** Texts of an option that may be repeated; `undefined` without it. */
export function textsOf(argv: GivenArguments, name: string): readonly string[] | undefined {
  const value = argv[name]
  if (value === undefined) return undefined
  const values: readonly unknown[] = Array.isArray(value) ? value : [value]
  return values.map((item) => {
    if (typeof item === 'string') return item
    throw usage(`--${name} needs a value`)
  })
}

/** Whether a command line asks for JSON; also where it cannot be read otherwise. */
export function wantsJson(args: readonly string[]): boolean {
  const end = args.indexOf('--')
  const options = args.slice(0, end === -1 ? args.length : end)
  return options.some(
    (option, index) =>
      option === '--json' ||
      option === '--format=json' ||
      (option === 'json' && options[index - 1] === '--format')
  )
}

/** Whether a switch was given. */
export function flagOf(argv: GivenArguments, name: string): boolean {
  const value = argv[name]
  return value === true || (Array.isArray(value) && value.includes(true))
}

/**
 * Number of a session, as a positional; `undefined` without it.
 *
 * @throws {RegmdError} `USAGE` if it is anything but a whole number in plain decimal.
 */
export function numberOf(argv: GivenArguments): number | undefined {
  const value = argv['number']
  if (value === undefined) return undefined
  if (typeof value === 'string' && /^[1-9]\d{0,8}$/u.test(value)) return Number(value)
  throw usage(`${JSON.stringify(value)} is not the number of a session`, 'regmd status')
}

/**
 * Reads the options that all commands take.
 *
 * @throws {RegmdError} `USAGE`.
 */
export function readGlobals(argv: GivenArguments): GlobalOptions {
  return {
    registry: textOf(argv, 'registry'),
    remote: textOf(argv, 'remote'),
    session: textOf(argv, 'session'),
    json: flagOf(argv, 'json'),
    quiet: flagOf(argv, 'quiet'),
    timeout: secondsOf(textOf(argv, 'timeout') ?? '60'),
    offline: flagOf(argv, 'offline')
  }
}

/**
 * Reads the options of a command that writes.
 *
 * @throws {RegmdError} `USAGE` with `--offline`.
 */
export function readWritingGlobals(argv: GivenArguments): GlobalOptions {
  const options = readGlobals(argv)
  if (options.offline) throw usage('--offline only reads; this command writes')
  return options
}

/** A refusal of the command line. */
export function usage(message: string, hint = 'regmd --help'): RegmdError {
  return new RegmdError('USAGE', message, {hint})
}

function secondsOf(value: string): number {
  const seconds = Number(value)
  if (/^\d+(?:\.\d+)?$/u.test(value) && seconds > 0 && seconds <= 86_400) return seconds
  throw usage(`--timeout wants seconds, from 1 to 86400, not \`${value}\``)
}
