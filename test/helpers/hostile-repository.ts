import assert from 'node:assert/strict'
import {chmod, mkdir, readFile, writeFile} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import {type Output, git, makeFolder, regmdJson} from './cli.ts'

/** A program that notes by which name it was started. */
export interface Alarm {
  /** Folder of the program, outside of every repository. */
  readonly folder: string
  /** Shell command that starts it; what it gets on standard input it prints. */
  readonly command: (name: string) => string
  /** Writes a script that starts it, and ends with an exit code. */
  readonly script: (file: string, name: string, exitCode?: number) => Promise<string>
  /** Names under which it was started since the last look, each once, in order of the alphabet. */
  readonly rang: () => Promise<readonly string[]>
}

/** Makes a program that settings, hooks and addresses of a repository can name. */
export async function makeAlarm(): Promise<Alarm> {
  const folder = await makeFolder('alarm-')
  const [program, log] = [join(folder, 'alarm'), join(folder, 'log')]
  const writeScript = async (file: string, ...lines: readonly string[]) => {
    await mkdir(dirname(file), {recursive: true})
    await writeFile(file, `#!/bin/sh\n${lines.join('\n')}\n`)
    await chmod(file, 0o755)
    return file
  }

  await writeScript(program, `echo "$1" >> '${log}'`, 'exec cat')
  return {
    folder,
    command: (name) => `'${program}' '${name}'`,
    script: (file, name, exitCode = 0) =>
      writeScript(file, `'${program}' '${name}' > /dev/null`, `exit ${exitCode}`),
    async rang() {
      const text = await readFile(log, 'utf8').catch(() => '')
      await writeFile(log, '')
      return [...new Set(text.split('\n').filter((line) => line !== ''))].toSorted()
    }
  }
}

/**
 * What of a repository is a person's: branches, tags, stash, HEAD, index and worktree. The index is
 * told by what of it differs from HEAD, ids included.
 */
export async function ownState(folder: string): Promise<Readonly<Record<string, string>>> {
  const format = ['--porcelain=v2', '--branch', '--no-ahead-behind', '--untracked-files=all']
  const [refs, text] = await Promise.all([
    git(folder, 'for-each-ref', 'refs/heads', 'refs/tags', 'refs/stash'),
    git(folder, '--no-optional-locks', '-c', 'core.fsmonitor=false', 'status', ...format)
  ])
  const lines = text.split('\n')
  const head = lines.filter((line) => /^# branch\.(?:oid|head) /u.test(line)).join('\n')
  assert.match(head, /^# branch\.oid /u)
  return {refs, head, status: lines.filter((line) => !line.startsWith('# ')).join('\n')}
}

/** How a command ends that is refused. */
export type Ending = readonly [exitCode: number, code: string]

/** Runs a command that must end so, with a next command, and change nothing of the clone. */
export async function checkRefused(
  folder: string,
  args: readonly string[],
  [exitCode, code]: Ending
): Promise<Output> {
  const before = await ownState(folder)
  const output = await regmdJson(folder, args, asMe)
  const said = `${args.join(' ')} in ${folder}: ${JSON.stringify(output)}`
  assert.deepEqual([output.exitCode, output.error?.code], [exitCode, code], said)
  assert.ok(output.error.hint, `a next command: ${said}`)
  assert.deepEqual(await ownState(folder), before, said)
  return output
}

/** Runs a command that must succeed. */
export async function checkDone(
  folder: string,
  args: readonly string[],
  session = 'me'
): Promise<Output> {
  const output = await regmdJson(folder, args, {env: {REGMD_SESSION: session}})
  assert.equal(output.exitCode, 0, `${args.join(' ')} in ${folder}: ${JSON.stringify(output)}`)
  return output
}

/** Environment of a session. */
export const asMe = {env: {REGMD_SESSION: 'me'}} as const
