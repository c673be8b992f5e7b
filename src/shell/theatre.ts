import {mkdtemp} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import type {Context} from '../context.ts'
import {decode} from '../core/decode.ts'
import {parseRegistry} from '../core/parse.ts'
import {makeScratch} from '../git/scratch.ts'
import {readAsset} from '../package.ts'
import {type ProcessOptions, runProcess} from './process.ts'

/** One process, and what it said. */
export interface Run {
  /** Session, or `human`. */
  readonly who: string
  /** `regmd` or `git`. */
  readonly program: string
  readonly args: readonly string[]
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
  readonly elapsedMs: number
}

/** Where a story is played: a bare remote, a clone for each session, and one for a human. */
export interface Theatre {
  readonly context: Context
  readonly directory: string
  readonly remote: string
  /** Clone of the human who looks on, and of whoever has none. */
  readonly clone: string
  /** Names of the sessions for which the document reserves a number, ascending. */
  readonly sessions: readonly string[]
  readonly clones: ReadonlyMap<string, string>
  readonly say: (text: string) => void
}

const path = 'registry/sessions.md'

/** Time that one process gets, in milliseconds. */
const timeoutMs = 120_000

/** Sets up a scratch remote with this project's own registry, and the clones. */
export async function openTheatre(context: Context, say: Theatre['say']): Promise<Theatre> {
  const directory = await mkdtemp(join(tmpdir(), 'regmd-demo-'))
  const bytes = new TextEncoder().encode(readAsset(path))
  const sessions = sessionsOf(bytes)
  const git = {directory, environment: context.env, deadline: Date.now() + timeoutMs}
  say(`Setting up a bare remote and ${sessions.length + 1} clones in ${directory}`)
  const scratch = await makeScratch(git, new Map([[path, bytes]]), ['human', ...sessions])
  const [clone = '', ...others] = scratch.clones
  const clones = new Map(sessions.map((session, index) => [session, others[index] ?? clone]))
  return {context, directory, remote: scratch.remote, clone, sessions, clones, say}
}

function sessionsOf(bytes: Uint8Array): readonly string[] {
  const {blocks} = parseRegistry(decode(bytes).text)
  return blocks.flatMap(({claim}) => claim.session?.split(' ')[0] ?? [])
}

/** Runs one command as each session, all at once; in the order in which they end. */
export async function runAll(theatre: Theatre, args: readonly string[]): Promise<readonly Run[]> {
  const runs: Run[] = []
  await Promise.all(
    theatre.sessions.map(async (session) => {
      const run = await runRegmd(theatre, session, args)
      runs.push(run)
      const seconds = (run.elapsedMs / 1000).toFixed(1)
      theatre.say(`  ${session}: exit ${run.exitCode} after ${seconds} s`)
    })
  )
  return runs
}

/** Runs regmd as a session, in its clone. */
export async function runRegmd(
  theatre: Theatre,
  who: string,
  args: readonly string[]
): Promise<Run> {
  const {program, env} = theatre.context
  const [file, ...first] = program
  return run({who, program: 'regmd', args}, [file, ...first, ...args], {
    cwd: theatre.clones.get(who) ?? theatre.clone,
    env: {...env, REGMD_SESSION: who, REGMD_REGISTRY: path}
  })
}

/** Runs a command of git as the human would. */
export async function runGit(
  {clone, context: {env}}: Theatre,
  args: readonly string[]
): Promise<Run> {
  return run({who: 'human', program: 'git', args}, ['git', ...args], {cwd: clone, env})
}

async function run(
  told: Pick<Run, 'who' | 'program' | 'args'>,
  command: readonly string[],
  place: Pick<ProcessOptions, 'cwd' | 'env'>
): Promise<Run> {
  const {exitCode = -1, startMs, endMs, ...said} = await runProcess(command, {...place, timeoutMs})
  return {...told, ...said, exitCode, elapsedMs: Math.round(endMs - startMs)}
}
