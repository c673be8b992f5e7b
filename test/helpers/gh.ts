import {chmod, readFile, symlink, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {execute, makeFolder} from './cli.ts'

/** A call of the stand-in. */
export interface Call {
  readonly args: readonly string[]
  readonly stdin: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/** What the stand-in answers to a command; nothing at all with exit code 0 where it says nothing. */
export interface Reply {
  readonly code?: number
  readonly stdout?: string
  readonly stderr?: string
  /** Never ends, and does not heed what can be ignored. */
  readonly hangs?: boolean
  /** Ends without reading its input. */
  readonly isDeaf?: boolean
}

/** Replies by command: `auth status`, `pr list`; of several the next one each time, the last again. */
export type Replies = Readonly<Record<string, Reply | readonly Reply[]>>

/** A stand-in for GitHub's own program. */
export interface StandIn {
  /** `PATH` on which it comes first. */
  readonly path: string
  readonly reply: (replies: Replies) => Promise<void>
  readonly calls: () => Promise<readonly Call[]>
}

const program = `
const {appendFileSync, existsSync, readFileSync} = require('node:fs')
const {join} = require('node:path')
const args = process.argv.slice(2)
const command = args.slice(0, 2).join(' ')
const file = join(__dirname, 'calls')
const earlier = existsSync(file)
  ? readFileSync(file, 'utf8').split('\\n').filter((line) => line.startsWith(JSON.stringify(command)))
  : []
const replies = [JSON.parse(readFileSync(join(__dirname, 'replies'), 'utf8'))[command] ?? {}].flat()
const reply = replies[Math.min(earlier.length, replies.length - 1)]
const env = Object.fromEntries(
  ['GH_PROMPT_DISABLED', 'GH_FORCE_TTY', 'NO_COLOR'].map((name) => [name, process.env[name]])
)
const stdin = reply.isDeaf ? '' : readFileSync(0, 'utf8')
appendFileSync(file, JSON.stringify(command) + JSON.stringify({args, stdin, env}) + '\\n')
process.on('SIGTERM', () => undefined)
process.stdout.write(reply.stdout ?? '')
process.stderr.write(reply.stderr ?? '')
process.exitCode = reply.code ?? 0
if (reply.hangs) setInterval(() => undefined, 1000)
`

/** Makes a stand-in, signed in, without a pull request. */
export async function makeStandIn(): Promise<StandIn> {
  const folder = await makeFolder('gh-')
  const file = join(folder, 'gh')
  await writeFile(file, `#!${process.execPath}\n${program}`)
  await chmod(file, 0o755)
  await writeFile(join(folder, 'package.json'), '{"type": "commonjs"}')
  const reply = async (replies: Replies) =>
    writeFile(join(folder, 'replies'), JSON.stringify(replies))
  await reply({})
  return {
    path: `${folder}:${process.env['PATH'] ?? ''}`,
    reply,
    async calls() {
      const text = await readFile(join(folder, 'calls'), 'utf8').catch(() => '')
      return text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line.replace(/^"[^"]*"/u, '')) as Call)
    }
  }
}

/** A `PATH` with git and node, and nothing else. */
export async function barePath(): Promise<string> {
  const folder = await makeFolder('path-')
  const {stdout} = await execute(folder, ['/bin/sh', '-c', 'command -v git'])
  await symlink(stdout.trim(), join(folder, 'git'))
  await symlink(process.execPath, join(folder, 'node'))
  return folder
}
