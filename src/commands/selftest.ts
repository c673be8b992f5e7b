import {withoutCredentials} from '../core/redact.ts'
import {type GivenArguments, readGlobals, textOf, usage} from './arguments.ts'
import type {Command} from './command.ts'

/** `regmd selftest` */
export const selftest: Command = {
  name: 'selftest',
  usage: 'selftest',
  summary: 'Race real clones against a scratch or a given remote, and prove the promises there',

  options: (builder) =>
    builder.options({
      remote: {type: 'string', requiresArg: true, describe: 'URL of a remote to race on [scratch]'},
      clones: {type: 'string', requiresArg: true, describe: 'Clones, each with a session [4]'},
      rounds: {type: 'string', requiresArg: true, describe: 'Rounds [3]'},
      seed: {type: 'string', requiresArg: true, describe: 'Seed of what is drawn'}
    }),

  async run(argv, context) {
    const {quiet, remote, timeout} = readGlobals(argv)
    const clones = countOf(argv, 'clones', {least: 2, most: 64}) ?? 4
    const rounds = countOf(argv, 'rounds', {least: 1, most: 1000}) ?? 3
    const seed = countOf(argv, 'seed', {least: 1, most: 2 ** 31 - 2}) ?? seedOf(context.now())
    const [{isClean, runTrial}, {summaryOf}, {renderSelftest}] = await Promise.all([
      import('../shell/selftest.ts'),
      import('../core/trial/summary.ts'),
      import('../report/selftest.ts')
    ])
    const options = {clones, rounds, seed, remote, timeout}
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
    const data = {
      remote: remote === undefined ? null : withoutCredentials(remote),
      clones,
      rounds: played,
      seed,
      ...summaryOf(trial),
      givenUp: givenUp.map(({action, session, message}) => ({
        action,
        session,
        message: message ?? ''
      })),
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
