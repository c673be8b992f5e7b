import {spawn} from 'node:child_process'

/** A process that is measured. */
export interface Case {
  readonly name: string
  readonly command: readonly [string, ...string[]]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  /** 0 without it. */
  readonly exitCode?: number
  /** Sets up what one run needs; its time does not count. */
  readonly before?: (round: number) => Promise<void>
  /** Takes another measure of a run than its time. */
  readonly instead?: (round: number) => Promise<number>
}

/** What was measured of a case. */
export interface Measured {
  readonly name: string
  /** One a round; milliseconds, or what the case measures. */
  readonly values: readonly number[]
}

/**
 * Runs whole processes in turn, A B A B …, so that what slows the machine down slows down all. A
 * first round, which finds the disk cold, does not count.
 *
 * @throws {Error} if one ends otherwise than it should: a failure is fast, and measures nothing.
 */
export async function interleave(
  cases: readonly Case[],
  rounds: number
): Promise<readonly Measured[]> {
  const measured = cases.map(({name}) => ({name, values: [] as number[]}))
  for (let round = 0; round <= rounds; round++) {
    for (const [index, one] of cases.entries()) {
      await one.before?.(round)
      const ms = await timeOf(one)
      const value = one.instead ? await one.instead(round) : ms
      if (round > 0) measured[index]?.values.push(value)
    }
  }

  return measured
}

/** Runs a process, from before it is started to after it has ended; in milliseconds. */
async function timeOf({name, command, cwd, env, exitCode = 0}: Case): Promise<number> {
  const [file, ...args] = command
  const start = performance.now()
  const child = spawn(file, args, {cwd, env, stdio: ['ignore', 'ignore', 'pipe']})
  let [words, end] = ['', start]
  child.stderr.on('data', (chunk: Buffer) => (words += chunk.toString()))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', () => (end = performance.now()))
    child.on('close', resolve)
  })
  if (code !== exitCode) throw new Error(`${name} ended with ${String(code)}: ${words}`)
  return end - start
}
