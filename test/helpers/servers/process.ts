import {randomInt} from 'node:crypto'
import {mkdir, readFile} from 'node:fs/promises'
import {connect, createServer} from 'node:net'
import {setTimeout as wait} from 'node:timers/promises'
import type {World} from '../repository.ts'

/** The machine itself: nobody else reaches what listens here. */
export const host = '127.0.0.1'

/** Bare repositories below one folder, as clients reach them. */
export interface Server {
  readonly kind: string
  /** Where it listens; none for files. */
  readonly port?: number
  /** Variables that a client needs beside the world's own. */
  readonly env: Readonly<Record<string, string>>
  /** Options of `git clone` by which a clone needs no such variables. */
  readonly cloneOptions: readonly string[]
  /** Address of a repository, by its name below the folder. */
  readonly url: (name: string) => string
  /** Ends its processes, what they are doing included; doing so again is fine. */
  readonly stop: () => Promise<void>
}

/** A server's program, as it is started for a port, with files in a folder of its own. */
export type Prepare = (port: number, own: string) => Promise<readonly [string, ...string[]]>

/** A process that listens. */
export interface Listening {
  readonly port: number
  /** Folder of its files, for keys and settings. */
  readonly own: string
  readonly stop: () => Promise<void>
}

/** Starts a program that stays in the foreground and listens; returns when it does. */
export async function listen(world: World, name: string, prepare: Prepare): Promise<Listening> {
  let said = ''
  for (let tries = 0; tries < 5; tries++) {
    const port = await freePort()
    const own = world.path('servers', `${name}-${port}`)
    await mkdir(own, {recursive: true})
    const launched = await launch(world, `${own}/log`, await prepare(port, own))
    const end = async () => stop(world, launched)
    if (await answers(port, launched.pid)) return {port, own, stop: end}
    await end()
    said = await readFile(`${own}/log`, 'utf8')
  }

  throw new Error(`Cannot start ${name}:\n${said}`)
}

/** A process in the background, and its group. */
interface Launched {
  readonly pid: number
  readonly group: number
}

/**
 * Launches a process that outlives the shell that starts it: a world lets no process run as long as
 * a server has to, yet ends all of its groups, that of the shell included.
 */
async function launch(world: World, log: string, command: readonly string[]): Promise<Launched> {
  const line = 'log=$1; shift; "$@" >"$log" 2>&1 </dev/null & echo $!'
  const shell = world.launch('sh', world.root, ['-c', line, 'sh', log, ...command])
  const {code, stdout, stderr} = await shell.finished
  if (code !== 0) throw new Error(`Cannot start ${command.join(' ')}: ${stderr}`)
  return {pid: Number(stdout.toString()), group: shell.pid}
}

/** A port that nobody listens on, below those that are handed out, so that nobody gets it soon. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(10_000, 30_000)
    if (await isFree(port)) return port
  }
}

async function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.on('error', () => {
      resolve(false)
    })
    server.listen(port, host, () => {
      server.close(() => {
        resolve(true)
      })
    })
  })
}

/** Waits until a port takes connections; no if the process has ended before. */
async function answers(port: number, pid: number): Promise<boolean> {
  return soon(async () => {
    if (!isAlive(pid)) return false
    return (await takesConnections(port)) || undefined
  }, 30_000)
}

async function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host)
    socket.on('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => {
      resolve(false)
    })
  })
}

/** Ends a server and all that it started, in groups of their own as well. */
async function stop(world: World, {pid, group}: Launched): Promise<void> {
  const family = await familyOf(world, pid)
  const groups = new Set([group, ...family.map(({group}) => group)])
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    for (const id of groups) kill(-id, signal)
    // A push in progress takes its time, or for ever.
    if (await soon(async () => (await areGone(family)) || undefined, 1000)) return
  }
}

/** A process and all that came from it: sshd gives each connection a group of its own. */
async function familyOf(world: World, pid: number): Promise<readonly Launched[]> {
  const {finished} = world.launch('ps', world.root, ['-eo', 'pid=,ppid=,pgid='])
  const rows = (await finished).stdout
    .toString()
    .split('\n')
    .map((line) => line.trim().split(/\s+/u).map(Number))
  const family = new Set([pid])
  // A process may be listed before the one that started it.
  for (let before = 0; before < family.size;) {
    before = family.size
    for (const [id = 0, parent = 0] of rows) if (family.has(parent)) family.add(id)
  }

  return rows.flatMap(([id = 0, , group = 0]) => (family.has(id) ? [{pid: id, group}] : []))
}

async function areGone(family: readonly Launched[]): Promise<boolean> {
  const gone = await Promise.all(family.map(async ({pid}) => !isAlive(pid) || isDefunct(pid)))
  return gone.every(Boolean)
}

/** Whether a process has ended, and whoever answers for it has not looked yet. */
async function isDefunct(pid: number): Promise<boolean> {
  return readFile(`/proc/${pid}/stat`, 'utf8').then(
    (text) => /\) Z/u.test(text),
    () => false
  )
}

/** Asks again and again until there is an answer; no if there is none in time. */
async function soon(ask: () => Promise<boolean | undefined>, longestMs: number): Promise<boolean> {
  for (const end = Date.now() + longestMs; Date.now() < end;) {
    const answer = await ask()
    if (answer !== undefined) return answer
    await wait(10)
  }

  return false
}

function isAlive(id: number): boolean {
  return kill(id, 0)
}

/** Sends a signal to a process, or to a group by its negative id; no if there is none. */
function kill(id: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(id, signal)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false
    throw error
  }
}
