import {type ChildProcess, spawn} from 'node:child_process'
import {after} from 'node:test'
import {setTimeout as wait} from 'node:timers/promises'
import {type Environment, binary, cleanEnvironment, regmd} from './cli.ts'

/** A line that `watch --json` prints; what a kind does not have is absent. */
export interface Line {
  readonly event: 'start' | 'entry' | 'end'
  readonly id: string
  readonly cursor: string
  readonly action: string
  readonly number: number | null
  readonly numbers: readonly number[]
  readonly session: string | null
  readonly commit: string
  readonly author: string
  readonly message: string | null
  readonly stage: string
  readonly reason: string
  readonly exitCode: number
}

/** Reads complete lines; a last one that was cut off is left out. */
export function linesIn(text: string): readonly Line[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line)
}

/** Events among lines. */
export function eventsIn(lines: readonly Line[]): readonly Line[] {
  return lines.filter(({event}) => event === 'entry')
}

/** An event in a line: `claim 3 s3`. */
export function brief({action, numbers, session}: Line): string {
  return [action, numbers.join(), session ?? ''].join(' ').trim()
}

/** Tells what happened since a cursor, and ends. */
export async function tellSince(
  cwd: string,
  since: string,
  ...args: readonly string[]
): Promise<readonly Line[]> {
  const {exitCode, stdout, stderr} = await regmd(cwd, [
    'watch',
    '--json',
    '--since',
    since,
    '--timeout',
    '0.1',
    ...args
  ])
  if (exitCode !== 0) throw new Error(`Exit ${exitCode}: ${stdout}${stderr}`)
  return linesIn(stdout)
}

/** A watcher in a process of its own. */
export interface Watcher {
  readonly child: ChildProcess
  readonly stdout: () => string
  readonly stderr: () => string
  readonly events: () => readonly Line[]
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>
}

/** No process of a test lives longer, in milliseconds. */
const longestMs = 120_000

const children = new Set<ChildProcess>()

after(() => {
  for (const child of children) child.kill('SIGKILL')
})

/** Starts a watcher that looks often. */
export function startWatch(cwd: string, args: readonly string[], env: Environment = {}): Watcher {
  const child = spawn(process.execPath, [binary, 'watch', '--interval', '0.2', ...args], {
    cwd,
    env: cleanEnvironment(env),
    stdio: ['ignore', 'pipe', 'pipe']
  })
  children.add(child)
  const said = {stdout: '', stderr: ''}
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text))
  const timer = setTimeout(() => child.kill('SIGKILL'), longestMs)
  const ended = new Promise<number | NodeJS.Signals | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      children.delete(child)
      resolve(code ?? signal)
    })
  })
  return {
    child,
    ended,
    stdout: () => said.stdout,
    stderr: () => said.stderr,
    events: () => eventsIn(linesIn(said.stdout))
  }
}

/** Waits until something holds. */
export async function until(holds: () => boolean, what: string): Promise<void> {
  const end = Date.now() + longestMs / 2
  while (!holds()) {
    if (Date.now() > end) throw new Error(`Waited in vain: ${what}`)
    await wait(20)
  }
}

/** Starts a watcher with `--json`, and waits until it watches. */
export async function watching(cwd: string, ...args: readonly string[]): Promise<Watcher> {
  const watcher = startWatch(cwd, ['--json', ...args])
  await until(() => watcher.stdout().includes('\n'), 'the first line')
  return watcher
}

/** Stops a watcher, and returns its exit code. */
export async function stop(
  {child, ended}: Watcher,
  signal: NodeJS.Signals = 'SIGTERM'
): Promise<number | NodeJS.Signals | null> {
  child.kill(signal)
  return ended
}
