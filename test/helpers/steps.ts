import {mkdir, readFile, readdir, rm, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {packageRoot} from './package-root.ts'
import type {World} from './repository.ts'

/** What strikes a command at one of its steps: its calls of git. */
export interface Strike {
  /** Number of the call, from 1. */
  readonly step: number
  /** Before git does anything, or when it has done all, and its end is not known yet. */
  readonly when: 'before' | 'after'
  readonly signal: 'KILL' | 'TERM' | 'INT'
  /** Process of regmd, that of git, or one after the other, as a terminal does. */
  readonly whom: 'regmd' | 'git' | 'both'
}

/** Steps of commands. */
export interface Steps {
  /** Starts regmd where git is this one. */
  readonly program: readonly [string, ...string[]]
  /** Forgets the calls so far, and strikes the next command; nobody without a strike. */
  readonly arm: (strike?: Strike) => Promise<void>
  /**
   * Runs calls of the next command under another program.
   *
   * @param program - where it says `$number` it gets the call's.
   */
  readonly wrap: (step: number | 'all', ...program: readonly string[]) => Promise<void>
  /** Arguments of each call since then, in order. */
  readonly calls: () => Promise<readonly string[]>
}

const program = join(packageRoot, 'dist/bin.cjs')

/**
 * Puts a program before git that numbers its calls: for each a file of its own, which only one can
 * make.
 */
export async function makeSteps(world: World, name = 'steps'): Promise<Steps> {
  const folder = world.path(name)
  const path = world.env['PATH'] ?? ''
  await world.script(
    join(folder, 'bin/git'),
    `PATH='${path}' folder='${folder}' number=1`,
    'set -C',
    'while ! { true >"$folder/calls/$number"; } 2>/dev/null && [ $number -lt 500 ]',
    'do number=$((number + 1)); done',
    'set +C',
    'printf "%s" "$*" >"$folder/calls/$number"',
    'step= when= signal= whom= program=',
    '. "$folder/plan"',
    '[ "$number" = "$step" ] || [ "$step" = all ] || exec git "$@"',
    '[ -z "$program" ] || exec $program git "$@"',
    'strike() {',
    '  case $whom in (regmd|both) kill "-$signal" "$PPID";; esac',
    '  case $whom in (git|both) kill "-$signal" "$$";; esac',
    '}',
    'if [ "$when" = before ]; then strike; exec git "$@"; fi',
    'git "$@"',
    'code=$?',
    'strike',
    'exit "$code"'
  )
  const calls = join(folder, 'calls')
  const plan = async (text: string) => {
    await rm(calls, {recursive: true, force: true})
    await mkdir(calls)
    await writeFile(join(folder, 'plan'), text)
  }
  await plan('')

  return {
    // What starts processes puts folders of its own before those of `PATH`.
    program: ['env', `PATH=${join(folder, 'bin')}:${path}`, process.execPath, program],
    async arm(strike) {
      const words = Object.entries(strike ?? {}).map(([key, value]) => `${key}=${value}\n`)
      await plan(words.join(''))
    },
    wrap: async (step, ...program) => plan(`step=${step}\nprogram="${program.join(' ')}"\n`),
    async calls() {
      const numbers = (await readdir(calls)).map(Number).toSorted((a, b) => a - b)
      return Promise.all(
        numbers.map(async (number) => readFile(join(calls, String(number)), 'utf8'))
      )
    }
  }
}
