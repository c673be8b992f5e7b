import {spawnSync} from 'node:child_process'
import {mkdir, readFile, readdir, rm} from 'node:fs/promises'
import {join} from 'node:path'
import type {World} from './repository.ts'
import {findCommand, missingOf} from './servers/command.ts'

/** Says why system calls cannot be made to fail on this machine; nothing if they can. */
export function missingStrace(): string | undefined {
  const program = findCommand('strace')
  const missing = missingOf({strace: program})
  if (program === undefined) return missing
  const args = ['-qq', '-e', 'trace=none', '-e', 'inject=fsync:error=EIO', 'true']
  const {status, stderr} = spawnSync(program, args, {encoding: 'utf8'})
  return status === 0 ? undefined : `strace may not trace: ${stderr.split('\n')[0]}`
}

/** System calls by which files are written, and made. */
export const writing = [
  'write',
  'pwrite64',
  'link',
  'rename',
  'fsync',
  'mkdir',
  'unlink',
  'openat'
] as const

/** One of them. */
export type Call = (typeof writing)[number]

/** A call of a program that fails, and how. */
export interface Failing {
  readonly call: Call
  readonly fault: 'error=ENOSPC' | 'error=EIO' | 'signal=KILL'
  /** How often each process of the program has come to that call by then, from 1; or always. */
  readonly at: number | 'always'
}

const follow = ['strace', '-f', '-qq', '--seccomp-bpf'] as const

/** Starts a program in which a call fails. */
export function failing({call, fault, at}: Failing): readonly string[] {
  const when = at === 'always' ? '1+' : at
  const inject = `inject=${call}:${fault}:when=${when}`
  return [...follow, '-e', `trace=${call}`, '-e', inject, '-o', '/dev/null']
}

/** Traces of several programs. */
export interface Traces {
  /** Starts the program of a number, `$number`. */
  readonly program: readonly string[]
  /** How often each call was made, by the process that made it most often; for each program. */
  readonly counts: () => Promise<ReadonlyMap<number, ReadonlyMap<Call, number>>>
}

/** Traces programs into files of their own. */
export async function traceInto(world: World): Promise<Traces> {
  const folder = world.path('traces')
  await rm(folder, {recursive: true, force: true})
  await mkdir(folder)
  const output = ['-e', `trace=${writing.join(',')}`, '-o', `${folder}/$number`]
  return {
    program: [...follow, ...output],
    async counts() {
      const names = await readdir(folder)
      const read = async (name: string) => countCalls(await readFile(join(folder, name), 'utf8'))
      return new Map(
        await Promise.all(names.map(async (name) => [Number(name), await read(name)] as const))
      )
    }
  }
}

function countCalls(trace: string): ReadonlyMap<Call, number> {
  const counts = new Map<string, number>()
  for (const [, process = '', call = ''] of trace.matchAll(/^(\d+) +(\w+)\(/gmu)) {
    const key = `${call} ${process}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  const most = (call: Call) =>
    Math.max(0, ...[...counts].map(([key, count]) => (key.startsWith(`${call} `) ? count : 0)))
  return new Map(writing.map((call) => [call, most(call)]))
}
