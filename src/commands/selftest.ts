import type {Context} from '../context.ts'
import {withoutCredentials} from '../core/redact.ts'
import {type GivenArguments, readGlobals, textOf, usage} from './arguments.ts'
import type {Command} from './command.ts'

/** `regmd selftest` */
export const selftest: Command = {
  options: (builder) =>
    builder.options({
      remote: {type: 'string', requiresArg: true, describe: 'URL of a remote to race on [scratch]'},
      clones: {type: 'string', requiresArg: true, describe: 'Clones, each with a session [4]'},
      rounds: {type: 'string', requiresArg: true, describe: 'Rounds [3]'},
      seed: {type: 'string', requiresArg: true, describe: 'Seed of what is drawn'}
    }),

  async run(argv, context) {
    const {quiet} = readGlobals(argv)
    const options = optionsOf(argv, context)
    const [{isClean, runTrial}, {summaryOf}, {renderSelftest}] = await Promise.all([
      import('../shell/selftest.ts'),
      import('../core/trial/summary.ts'),
      import('../report/selftest.ts')
    ])
    const {
      givenUp,
      rounds: played,
      directory,
      left,
      elapsedMs,
      ...trial
    } = await runTrial(context, options, (text) => {
      if (!quiet) context.stderr.write(`${text}\n`)
    })
    const {remote, clones, seed} = options
    const data = {
      remote: remote === undefined ? null : withoutCredentials(remote),
      clones,
      rounds: played,
      seed,
      ...summaryOf(trial),
      givenUp: givenUp.map(toldFailure),
      directory: directory ?? null,
      left,
      elapsedMs
    }
    return {
      data,
      text: (screen) => renderSelftest(screen, data),
      exitCode: isClean({givenUp, ...trial}) ? 0 : 1
    }
  }
}

interface Failure {
  readonly action: string
  readonly session: string
  readonly message: string | undefined
}

function toldFailure({action, session, message = ''}: Failure) {
  return {action, session, message}
}

function optionsOf(argv: GivenArguments, context: Context) {
  const {remote, timeout} = readGlobals(argv)
  return {
    remote,
    timeout,
    clones: countOf(argv, 'clones', {least: 2, most: 64}) ?? 4,
    rounds: countOf(argv, 'rounds', {least: 1, most: 1000}) ?? 3,
    seed: countOf(argv, 'seed', {least: 1, most: 2 ** 31 - 2}) ?? seedOf(context.now())
  }
}

/** Anything that differs from run to run. */
function seedOf(now: Date): number {
  return (now.getTime() % 1_000_000) + 1
}

function countOf(
  argv: GivenArguments,
  name: string,
  {least, most}: {readonly least: number; readonly most: number}
): number | undefined {
  const value = textOf(argv, name)
  if (value === undefined) return undefined
  const count = Number(value)
  if (/^\d+$/u.test(value) && count >= least && count <= most) return count
  throw usage(`--${name} wants a whole number from ${least} to ${most}, not \`${value}\``)
}
