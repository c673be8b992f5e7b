import {once} from 'node:events'
import {setTimeout as wait} from 'node:timers/promises'
import {GitError, type SimpleGitOptions, simpleGit} from 'simple-git'
import {RegmdError} from '../core/error.ts'
import {type Environment, gitEnvironment} from './environment.ts'
import {gitFailure} from './failure.ts'

/** Where and how git runs. */
export interface Git {
  /** Directory in which git starts; it finds the repository from there. */
  readonly directory: string
  readonly environment: Environment
  /** Milliseconds since the epoch at which a running command is stopped. */
  readonly deadline: number
}

/** What a finished command answered; a code other than 0 is an answer too. */
export interface Outcome {
  /** Exit code; `undefined` if git was killed or stopped at the deadline. */
  readonly code: number | undefined
  readonly stdout: Buffer
  readonly stderr: string
}

/** What a command gets beside its arguments. */
export interface RunOptions {
  readonly input?: Uint8Array | string
  readonly environment?: Environment
}

/** Time that a command gets which starts after the deadline, to look or to tidy up. */
const graceMs = 5000

/** Least that any command gets, in milliseconds. */
const shortestMs = 1000

/**
 * Time that output gets to arrive after git has ended, in milliseconds; so long that a machine that
 * stalls does not cut an answer short.
 */
const drainMs = 5000

/** The same of git that was stopped, whose last words decide nothing; in milliseconds. */
const stopMs = 500

/** What the user's own environment may carry; no argument of ours needs any of it. */
const unsafe: NonNullable<SimpleGitOptions['unsafe']> = {
  allowUnsafeSshCommand: true,
  allowUnsafeAskPass: true,
  allowUnsafeGitProxy: true,
  allowUnsafeConfigEnvCount: true,
  allowUnsafeConfigPaths: true,
  allowUnsafeProtocolOverride: true
}

/**
 * Runs one git command, its output kept as bytes, its standard input closed after `input`.
 *
 * @param args - constants and checked ids; nothing that a user typed is an option.
 * @throws {RegmdError} `NOT_A_REPOSITORY` if git cannot be started.
 */
export async function run(
  git: Git,
  args: readonly string[],
  options: RunOptions = {}
): Promise<Outcome> {
  const left = timeLeft(git)
  const stop = AbortSignal.timeout(left)
  let outcome: Outcome | undefined
  try {
    const finished = start(git, args, {
      ...options,
      environment: gitEnvironment({...git.environment, ...options.environment}, left),
      stop,
      ended: (how) => (outcome = how)
    })
    await Promise.race([finished, outlasted(stop)])
    // What it comes to after that interests nobody.
    finished.catch(() => undefined)
  } catch (error) {
    if (!(error instanceof GitError)) throw error
    throw new RegmdError('NOT_A_REPOSITORY', `Cannot run git: ${error.message.split('\n')[0]}`, {
      hint: 'git --version',
      cause: error
    })
  }

  if (!outcome && stop.aborted) return {code: undefined, stdout: Buffer.alloc(0), stderr: ''}
  if (!outcome) throw new Error(`Expected an outcome of \`git ${args[0]}\``)
  return outcome
}

interface StartOptions extends RunOptions {
  readonly environment: Record<string, string>
  readonly stop: AbortSignal
  readonly ended: (outcome: Outcome) => void
}

async function start(
  {directory}: Git,
  args: readonly string[],
  {input, environment, stop, ended}: StartOptions
): Promise<unknown> {
  return simpleGit({
    baseDir: directory,
    allowEnvironment: Object.keys(environment),
    unsafe,
    // `close` says that all output has arrived; what git started may hold it back for ever.
    completion: {onClose: true, onExit: drainMs},
    abort: stop,
    // An empty string would leave standard input open.
    input: () => Buffer.from(input ?? ''),
    errors(error, {exitCode, stdOut, stdErr}) {
      if (!isAnswer(exitCode)) return error ?? Buffer.from('git cannot be started')
      const stderr = Buffer.concat(stdErr).toString()
      // Taken, since simple-git would make a string of what is left, which nobody asks for.
      const stdout = Buffer.concat(stdOut.splice(0))
      ended({code: exitCode ?? undefined, stdout, stderr})
      return undefined
    }
  })
    .env(environment)
    .raw([...args])
}

/** Waits until git has been stopped, and a little longer: what it started may hold on. */
async function outlasted(stop: AbortSignal): Promise<void> {
  await once(stop, 'abort')
  await wait(stopMs, undefined, {ref: false})
}

/** Milliseconds that a command gets; one that looks or tidies up after the deadline, a little. */
function timeLeft({deadline}: Git): number {
  const left = deadline - Date.now()
  return left > 0 ? Math.max(left, shortestMs) : graceMs
}

/**
 * An exit code, or null after a signal, which the types of simple-git deny; it reports a process
 * that never started by codes outside a byte.
 */
function isAnswer(exitCode: number | null): boolean {
  return exitCode === null || (exitCode >= 0 && exitCode < 256)
}

/**
 * Runs a command that has to succeed.
 *
 * @returns standard output as text.
 * @throws {RegmdError} `NOT_A_REPOSITORY` with git's words if it does not.
 */
export async function runChecked(
  git: Git,
  args: readonly string[],
  options: RunOptions = {}
): Promise<string> {
  const {code, stdout, stderr} = await run(git, args, options)
  if (code === 0) return stdout.toString()
  throw gitFailure(args[0] ?? '', stderr)
}
