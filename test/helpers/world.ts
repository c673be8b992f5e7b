import {type ChildProcess, spawn} from 'node:child_process'
import {access, appendFile, chmod, mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'

/** The built program, run as users run it. */
const program = fileURLToPath(new URL('../../dist/bin.cjs', import.meta.url))

/** No process of a test lives longer; reaching it is a failure, not an outcome. */
const longestMs = 150_000

/** How a process ended. */
export interface Finished {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: Buffer
  readonly stderr: string
}

/** How a run of regmd with `--json` ended. */
export interface Answered extends Finished {
  readonly json: Answer
}

/** The one object of `--json`; what a case does not have is empty. */
export interface Answer {
  readonly command: string
  readonly ok: boolean
  readonly exitCode: number
  readonly data: Readonly<Record<string, unknown>>
  readonly error: {
    readonly code: string
    readonly message: string
    readonly hint: string
    readonly details: Readonly<Record<string, unknown>>
  }
}

/** A process that was started, leader of a group of its own. */
export interface Running {
  readonly pid: number
  readonly finished: Promise<Finished>
  /** Sends a signal to the process, or to all of its group, as a terminal does. */
  readonly kill: (signal: NodeJS.Signals, whom?: 'process' | 'group') => void
}

/** What a process gets beside its arguments. */
export interface StartOptions {
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly input?: Uint8Array | string
}

/** A folder of a test, with the environment that its processes see and nothing else. */
export interface World {
  readonly root: string
  /** `TMPDIR` of its processes: what is in it was left behind. */
  readonly tmp: string
  readonly env: Readonly<Record<string, string>>
  readonly path: (...names: readonly string[]) => string
  readonly write: (file: string, text: Uint8Array | string) => Promise<string>
  /** Writes an executable shell script. */
  readonly script: (file: string, ...lines: readonly string[]) => Promise<string>
  /** Starts any program; it ends with the test at the latest. */
  readonly launch: (
    command: string,
    cwd: string,
    args: readonly string[],
    options?: StartOptions
  ) => Running
  /** Runs git; its output as text, without the last line end. Throws if it fails. */
  readonly git: (cwd: string, ...args: readonly string[]) => Promise<string>
  readonly tryGit: (
    cwd: string,
    args: readonly string[],
    options?: StartOptions
  ) => Promise<Finished>
  readonly start: (cwd: string, args: readonly string[], options?: StartOptions) => Running
  readonly run: (cwd: string, args: readonly string[], options?: StartOptions) => Promise<Finished>
  /** Runs regmd with `--json`. */
  readonly ask: (cwd: string, args: readonly string[], options?: StartOptions) => Promise<Answered>
}

/** What says when a world ends: a test, or a program of its own. */
export interface Ending {
  readonly after: (end: () => Promise<void>) => void
}

/** Makes a folder that is removed at the end, with all processes that were started in it. */
export async function makeWorld(t: Ending): Promise<World> {
  const root = await mkdtemp(join(tmpdir(), 'regmd-test-'))
  const groups: number[] = []
  t.after(async () => {
    for (const group of groups) killGroup(group, 'SIGKILL')
    await rm(root, {recursive: true, force: true, maxRetries: 20, retryDelay: 100})
  })

  const path = (...names: readonly string[]) => join(root, ...names)
  const [home, tmp] = [path('home'), path('tmp')]
  await Promise.all([mkdir(home), mkdir(tmp)])
  const env = {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    HOME: home,
    TMPDIR: tmp,
    GIT_CONFIG_NOSYSTEM: '1'
  }

  const launch: World['launch'] = (command, cwd, args, options) => {
    const running = spawnGroup(command, args, {cwd, env: {...env, ...options?.env}})
    groups.push(running.pid)
    running.child.stdin?.on('error', () => undefined)
    running.child.stdin?.end(options?.input ?? '')
    return running
  }
  const tryGit: World['tryGit'] = async (cwd, args, options) =>
    launch('git', cwd, args, options).finished
  const start: World['start'] = (cwd, args, options) =>
    launch(process.execPath, cwd, [program, ...args], options)
  const run: World['run'] = async (cwd, args, options) => start(cwd, args, options).finished

  return {
    root,
    tmp,
    env,
    path,
    launch,
    tryGit,
    start,
    run,

    async write(file, text) {
      await mkdir(dirname(file), {recursive: true})
      await writeFile(file, text)
      return file
    },

    async script(file, ...lines) {
      await mkdir(dirname(file), {recursive: true})
      await writeFile(file, `#!/bin/sh\n${lines.join('\n')}\n`)
      await chmod(file, 0o755)
      return file
    },

    async git(cwd, ...args) {
      const {code, stdout, stderr} = await tryGit(cwd, args)
      if (code !== 0) throw new Error(`git ${args.join(' ')}: ${String(code)}\n${stderr}`)
      return stdout.toString().replace(/\n$/u, '')
    },

    async ask(cwd, args, options) {
      return readAnswer(await run(cwd, [...args, '--json'], options))
    }
  }
}

/** Reads what regmd printed with `--json`. */
export function readAnswer(finished: Finished): Answered {
  const text = finished.stdout.toString()
  try {
    return {...finished, json: JSON.parse(text) as Answer}
  } catch (error) {
    const {code, signal, stderr} = finished
    throw new Error(`Expected JSON, got ${String(code ?? signal)}: ${text}\n${stderr}`, {
      cause: error
    })
  }
}

function spawnGroup(
  command: string,
  args: readonly string[],
  options: {readonly cwd: string; readonly env: Record<string, string | undefined>}
): Running & {readonly child: ChildProcess} {
  const child = spawn(command, args, {...options, detached: true, stdio: 'pipe'})
  const {pid} = child
  if (pid === undefined) throw new Error(`Cannot start ${command}`)
  return {
    pid,
    child,
    finished: finish(child, pid, [command, ...args].join(' ')),
    kill: (signal, whom = 'process') => {
      if (whom === 'group') killGroup(pid, signal)
      else child.kill(signal)
    }
  }
}

async function finish(child: ChildProcess, pid: number, name: string): Promise<Finished> {
  const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []]
  child.stdout?.on('data', (chunk: Buffer) => stdout.push(chunk))
  child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk))
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      killGroup(pid, 'SIGKILL')
      reject(new Error(`Still running after ${longestMs} ms: ${name}`))
    }, longestMs)
    // A grandchild may hold the pipes open; the process itself has ended all the same.
    child.on('exit', (code, signal) => {
      clearTimeout(timer)
      const end = () => {
        const words = Buffer.concat(stderr).toString()
        resolve({code, signal, stdout: Buffer.concat(stdout), stderr: words})
      }
      const grace = setTimeout(end, 300)
      child.on('close', () => {
        clearTimeout(grace)
        end()
      })
    })
    child.on('error', reject)
  })
}

/** A group whose members have all ended is fine. */
function killGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

/** Settings of every repository of a test: an identity, and nothing that runs by itself. */
const settings = [
  ['user.name', 'Test Person'],
  ['user.email', 'person@example.invalid'],
  ['commit.gpgSign', 'false'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false']
] as const

/** Makes an empty repository. */
export async function initRepository(
  world: World,
  folder: string,
  ...options: readonly string[]
): Promise<string> {
  await world.git(world.root, 'init', '--quiet', '-b', 'main', ...options, folder)
  const lines = settings.map(([key, value]) => {
    const [section = '', name = ''] = key.split('.')
    return `[${section}]\n\t${name} = ${value}\n`
  })
  await appendFile(await configOf(folder), lines.join(''))
  return folder
}

async function configOf(folder: string): Promise<string> {
  const hasWorktree = await isThere(join(folder, '.git'))
  return join(folder, hasWorktree ? '.git/config' : 'config')
}

/** Clones a repository. */
export async function cloneOf(
  world: World,
  remote: string,
  folder: string,
  ...options: readonly string[]
): Promise<string> {
  const config = settings.flatMap(([key, value]) => ['-c', `${key}=${value}`])
  await world.git(world.root, 'clone', '--quiet', ...config, ...options, remote, folder)
  return folder
}

/** Whether a file or folder exists. */
export async function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false
  )
}
