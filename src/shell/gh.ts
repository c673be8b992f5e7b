import {exec} from 'tinyexec'
import {RegmdError} from '../core/error.ts'
import {words} from '../git/failure.ts'

/** Where and how GitHub's own program runs. */
export interface Gh {
  readonly directory: string
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Milliseconds since the epoch at which a running command is stopped. */
  readonly deadline: number
  readonly signal: AbortSignal
}

/** What a finished command answered. */
export interface GhOutcome {
  /** Exit code; `undefined` if it was stopped or never started. */
  readonly code: number | undefined
  readonly stdout: string
  /** What it said to a person, without credentials; else why it has said nothing. */
  readonly words: readonly string[]
  /** Whether there is no such program. */
  readonly isAbsent: boolean
}

/** Least that a command gets, in milliseconds. */
const shortestMs = 1000

/** Time that output gets to arrive after the program was stopped, in milliseconds. */
const drainMs = 1000

/**
 * Runs one command of GitHub's own program, without questions, its standard input closed after
 * `input`; whatever goes wrong with it is an outcome.
 *
 * @param args - constants, and values that cannot be taken for options; see {@link option}.
 * @throws {RegmdError} `INTERRUPTED` if the user interrupted.
 */
export async function runGh(gh: Gh, args: readonly string[], input = ''): Promise<GhOutcome> {
  const timeout = Math.max(shortestMs, gh.deadline - Date.now())
  const running = exec('gh', args, {
    timeout,
    signal: gh.signal,
    stdin: input,
    // A repository may bring programs of its own in `node_modules/.bin`.
    nodePath: false,
    nodeOptions: {
      cwd: gh.directory,
      env: {...gh.environment, ...quiet},
      killSignal: 'SIGKILL'
    }
  })
  // It may end before it has read all of its input.
  running.process?.stdin?.on('error', () => undefined)
  // What it started may hold back its output for ever.
  const drain = setTimeout(() => {
    running.process?.stdout?.destroy()
    running.process?.stderr?.destroy()
  }, timeout + drainMs)

  try {
    const {exitCode, stdout, stderr} = await running
    if (gh.signal.aborted) throw interrupted()
    return {code: exitCode, stdout, words: words(stderr), isAbsent: false}
  } catch (error) {
    return unanswered(error)
  } finally {
    clearTimeout(drain)
  }
}

/** Outcome of what was stopped at the deadline, or never started. */
function unanswered(error: unknown): GhOutcome {
  if (!(error instanceof Error) || error instanceof RegmdError) throw error
  const isAbsent = 'code' in error && error.code === 'ENOENT'
  const why = error.name === 'AbortError' ? late : error.message
  return {code: undefined, stdout: '', words: [why], isAbsent}
}

const late = 'it did not answer in time'

/** Keeps it from asking, from colours, and from pretending that somebody looks on. */
const quiet = {
  GH_PROMPT_DISABLED: '1',
  GH_NO_UPDATE_NOTIFIER: '1',
  GH_FORCE_TTY: undefined,
  CLICOLOR_FORCE: undefined,
  NO_COLOR: '1'
}

function interrupted(): RegmdError {
  const message = 'Interrupted; the registry was not changed, and the pull request may be open'
  return new RegmdError('INTERRUPTED', message, {hint: 'regmd propose'})
}

/** An option with its value, which never counts as one of its own. */
export function option(name: string, value: string): readonly string[] {
  return value.startsWith('-') ? [`--${name}=${value}`] : [`--${name}`, value]
}
