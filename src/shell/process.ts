import {setTimeout as wait} from 'node:timers/promises'
import {exec} from 'tinyexec'
import type {Context} from '../context.ts'

/** A process that has ended. */
export interface Ended {
  /** `undefined` if it was killed. */
  readonly exitCode: number | undefined
  readonly stdout: string
  readonly stderr: string
  /** Of a clock that only goes forward. */
  readonly startMs: number
  readonly endMs: number
}

/** Where a process runs, and for how long. */
export interface ProcessOptions {
  readonly cwd: string
  readonly env: Context['env']
  /** Killed after so many milliseconds at the latest. */
  readonly timeoutMs: number
  /** Killed by SIGKILL after so many milliseconds, on purpose. */
  readonly killAfterMs?: number | undefined
}

/** Runs a program to its end. */
export async function runProcess(
  [file = '', ...args]: readonly string[],
  {cwd, env, timeoutMs, killAfterMs}: ProcessOptions
): Promise<Ended> {
  const startMs = performance.now()
  const running = exec(file, args, {
    timeout: timeoutMs,
    // What they print is retold, in colours of its own.
    nodeOptions: {cwd, env: {...env, FORCE_COLOR: undefined}}
  })
  if (killAfterMs !== undefined) void wait(killAfterMs).then(() => running.kill('SIGKILL'))
  const {stdout, stderr, exitCode} = await running
  return {exitCode: exitCode ?? undefined, stdout, stderr, startMs, endMs: performance.now()}
}
