import {mkdtemp} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {exec} from 'tinyexec'
import type {Context} from '../context.ts'
import {decode} from '../core/decode.ts'
import {parseRegistry} from '../core/parse.ts'
import {makeScratch} from '../git/scratch.ts'
import {readAsset} from '../package.ts'

/** One process of the demo, and what it said. */
export interface Run {
  readonly session: string
  readonly args: readonly string[]
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
  readonly elapsedMs: number
}

/** The demo's story so far: real processes on a real remote. */
export interface Story {
  readonly directory: string
  readonly remote: string
  /** Clone of the human who looks on. */
  readonly clone: string
  /** The twelve that race, each for the number reserved for it, in the order in which they ended. */
  readonly race: readonly Run[]
  /** One that wants a number which is taken. */
  readonly duplicate: Run
  /** The table at the end. */
  readonly status: Run
  readonly elapsedMs: number
}

const path = 'registry/sessions.md'

/** Time that one process gets, in milliseconds. */
const timeoutMs = 120_000

/**
 * Plays the story in a scratch directory, which stays for people to look at.
 *
 * @param say - told of each process as it ends.
 */
export async function playDemo(context: Context, say: (text: string) => void): Promise<Story> {
  const started = performance.now()
  const directory = await mkdtemp(join(tmpdir(), 'regmd-demo-'))
  const bytes = new TextEncoder().encode(readAsset(path))
  const sessions = sessionsOf(bytes)
  const git = {directory, environment: context.env, deadline: Date.now() + timeoutMs}
  say(`Setting up a bare remote and ${sessions.length + 1} clones in ${directory}`)
  const names = ['human', ...sessions]
  const {remote, clones} = await makeScratch(git, new Map([[path, bytes]]), names)
  const [clone = '', ...others] = clones

  say(`${sessions.length} processes race for their numbers`)
  const race: Run[] = []
  await Promise.all(
    sessions.map(async (session, index) => {
      const run = await runRegmd(context, {cwd: others[index] ?? '', session}, ['claim'])
      race.push(run)
      say(`  ${session}: exit ${run.exitCode} after ${(run.elapsedMs / 1000).toFixed(1)} s`)
    })
  )

  say('One more wants number 3')
  const duplicate = await runRegmd(context, {cwd: clone, session: 'late-comer'}, ['claim', '3'])
  const status = await runRegmd(context, {cwd: clone, session: 'human'}, ['status'])
  const elapsedMs = Math.round(performance.now() - started)
  return {directory, remote, clone, race, duplicate, status, elapsedMs}
}

/** Names of the sessions for which the document reserves a number. */
function sessionsOf(bytes: Uint8Array): readonly string[] {
  const {blocks} = parseRegistry(decode(bytes).text)
  return blocks.flatMap(({claim}) => claim.session?.split(' ')[0] ?? [])
}

interface Place {
  readonly cwd: string
  readonly session: string
}

async function runRegmd(
  {program, env}: Context,
  {cwd, session}: Place,
  args: readonly string[]
): Promise<Run> {
  const [file, ...first] = program
  const started = performance.now()
  const {stdout, stderr, exitCode} = await exec(file, [...first, ...args], {
    timeout: timeoutMs,
    nodeOptions: {cwd, env: {...env, REGMD_SESSION: session, REGMD_REGISTRY: path}}
  })
  const elapsedMs = performance.now() - started
  return {session, args, exitCode: exitCode ?? -1, stdout, stderr, elapsedMs}
}
