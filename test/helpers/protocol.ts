import assert from 'node:assert/strict'
import {createHash} from 'node:crypto'
import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {checkRegistry} from '../../src/core/check.ts'
import {parseDeeds} from '../../src/core/deed.ts'
import {parseRegistry} from '../../src/core/parse.ts'
import {progressOf} from '../../src/core/protocol/progress.ts'
import type {Stage} from '../../src/core/protocol/table.ts'
import type {Registry} from '../../src/core/registry.ts'
import {
  type Output,
  type RegistryOptions,
  type Run,
  type RunOptions,
  binary,
  copyOf,
  execute,
  git,
  packageRoot,
  regmd,
  regmdJson,
  registryPath,
  registryText
} from './cli.ts'
import {settingOf} from './core.ts'
import {type Team, breachesOf, historyOf, makeTeam, nextMinute, teamOf, textAt} from './history.ts'

/** Reads the registry of this project: twelve seats, all reserved. */
export async function readOwnRegistry(): Promise<string> {
  return readFile(join(packageRoot, registryPath), 'utf8')
}

/** Sessions by number, as a document reserves its blocks. */
export function sessionsIn(text: string): ReadonlyMap<number, string> {
  return new Map(
    [...text.matchAll(/^### Session #(\d+)[^]*?\*\*SESSION_ID\*\*: (\S+)/gmu)].map((match) => [
      Number(match[1]),
      match[2] ?? ''
    ])
  )
}

/** Runs regmd as a session, a minute later each time. */
export async function runAs(
  cwd: string,
  session: string,
  args: readonly string[],
  options: RunOptions = {}
): Promise<Run> {
  return regmd(cwd, args, {
    now: nextMinute(),
    ...options,
    env: {...options.env, REGMD_SESSION: session}
  })
}

/** As {@link runAs}, and reads what `--json` prints. */
export async function askAs(
  cwd: string,
  session: string,
  args: readonly string[],
  options: RunOptions = {}
): Promise<Output> {
  const env = {...options.env, REGMD_SESSION: session}
  return regmdJson(cwd, args, {now: nextMinute(), ...options, env})
}

/** As {@link askAs}; throws where it is refused. */
export async function doAs(
  cwd: string,
  session: string,
  args: readonly string[]
): Promise<Output['data']> {
  const {data, error} = await askAs(cwd, session, args)
  if (data !== undefined) return data
  throw new Error(`regmd ${args.join(' ')}: ${error.code} ${error.message}`)
}

/** A small registry with nothing to be said against it: all fields in its format, all six boxes. */
export function protocolText(options: RegistryOptions = {}): string {
  const boxes = [
    'No duplicate numbers claimed',
    'All roles clearly defined and accepted',
    'All goals measurable and committed to',
    'Orchestrator confirms no conflicts',
    'Human approves final registry'
  ]
  return registryText({sessions: 2, ...options})
    .replace(
      'ROLE: [text]',
      'ROLE: [text]\nGOAL: [text]\nSESSION_ID: [text]\nSTATUS: REGISTERED\nTIMESTAMP: [time]'
    )
    .replace('- [ ] No duplicate numbers claimed', boxes.map((box) => `- [ ] ${box}`).join('\n'))
}

/** A team whose sessions `s1` and `s2` have claimed, confirmed, broadcast and acknowledged. */
export async function makeAgreed(text: string = protocolText()): Promise<Team> {
  const [remote = '', human = '', ...clones] = await copyOf(['agreed', text], async () => {
    const team = await makeTeam(text)
    await agreeIn(team.human, 2)
    return [team.remote, team.human, ...team.clones]
  })
  return teamOf(remote, clones, human)
}

/** Lets sessions `s1`, `s2` and so on claim, confirm, broadcast and acknowledge. */
export async function agreeIn(cwd: string, sessions: number): Promise<void> {
  const names = Array.from({length: sessions}, (_, index) => `s${index + 1}`)
  for (const [index, name] of names.entries()) await doAs(cwd, name, ['claim', String(index + 1)])
  await doAs(cwd, 's1', ['confirm'])
  await doAs(cwd, 's1', ['broadcast'])
  for (const name of names) await doAs(cwd, name, ['ack'])
}

/** Runs the built program, with `--json`, in a process of its own. */
export async function processAs(
  cwd: string,
  session: string,
  args: readonly string[]
): Promise<Output> {
  const command = [process.execPath, binary, ...args, '--json', '--timeout', '120'] as const
  const {stdout, stderr} = await execute(cwd, [...command], {REGMD_SESSION: session})
  if (stdout === '') throw new Error(`regmd ${args.join(' ')}: ${stderr}`)
  return JSON.parse(stdout) as Output
}

/** The registry in a commit. */
export async function registryAt(cwd: string, commit: string): Promise<Registry> {
  return parseRegistry(await textAt(cwd, commit))
}

/** What the commits of a range did, and how far the document of each says that it has come. */
export async function stagesOf(
  cwd: string,
  range: readonly string[]
): Promise<readonly (readonly [deed: string, stage: Stage])[]> {
  const commits = await commitsIn(cwd, range)
  return Promise.all(
    commits.map(async (commit) => {
      const message = await git(cwd, 'log', '-1', '--format=%B', commit)
      const deeds = parseDeeds(message).map(({action, number}) => [action, number].join(' ').trim())
      const stage = progressOf(await registryAt(cwd, commit)).stage
      return [deeds.length === 1 ? String(deeds[0]) : 'other', stage] as const
    })
  )
}

/** Commits of a range along first parents, oldest first. */
async function commitsIn(cwd: string, range: readonly string[]): Promise<readonly string[]> {
  const list = await git(cwd, 'rev-list', '--reverse', '--first-parent', ...range)
  return list.split('\n').filter((line) => line !== '')
}

/**
 * Sees to it that every commit of a range is one that `check` passes: alone, and as a pull request
 * into another commit, else into its first parent.
 */
export async function checkCommits(
  cwd: string,
  range: readonly string[],
  base?: string
): Promise<void> {
  const commits = await commitsIn(cwd, range)
  assert.notDeepEqual(commits, [], 'nothing to check')
  await inTurns(commits, async (commit) => checkCommit(cwd, commit, base ?? `${commit}^1`))
}

/** Works on a few items at a time. */
async function inTurns<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  for (let start = 0; start < items.length; start += 4) {
    await Promise.all(items.slice(start, start + 4).map(work))
  }
}

/** As {@link checkCommits}, for one. */
export async function checkCommit(cwd: string, commit: string, base: string): Promise<void> {
  const subject = await git(cwd, 'log', '-1', '--format=%h %s', commit)
  const alone = checkRegistry(settingOf(await textAt(cwd, commit)))
  assert.deepEqual(errorsIn(alone), [], subject)
  const {exitCode, data, error} = await regmdJson(cwd, ['check', '--base', base, '--ref', commit])
  assert.deepEqual(errorsIn(data?.problems ?? [error]), [], `--base ${base}: ${subject}`)
  assert.equal(exitCode, 0, subject)
}

interface Found {
  readonly severity?: string
  readonly code: string
  readonly message: string
}

function errorsIn(problems: readonly Found[]): readonly string[] {
  return problems
    .filter(({severity}) => severity !== 'warning')
    .map(({code, message}) => `${code}: ${message}`)
}

/** Sees to it that `history --verify` finds nothing. */
export async function checkVerified(...folders: readonly string[]): Promise<void> {
  await inTurns(folders, async (folder) => {
    await git(folder, 'fetch', '--quiet', '--prune')
    assert.deepEqual(await breachesOf(folder), [], folder)
  })
}

/** Numbers that a history says were approved, ascending: at once, or one by one in a rebase merge. */
export async function approvedIn(cwd: string): Promise<readonly number[]> {
  const {entries} = await historyOf(cwd)
  const approvals = entries.filter(({action}) => action === 'approval')
  return [...new Set(approvals.flatMap(({numbers}) => numbers))].toSorted((a, b) => a - b)
}

/** What of a clone is its user's: branches, stash, worktree, index. */
export async function ownStateOf(folder: string): Promise<Readonly<Record<string, string>>> {
  const index = createHash('sha256')
    .update(await readFile(join(folder, '.git/index')))
    .digest('hex')
  const status = ['--no-optional-locks', 'status', '--porcelain=v2', '--untracked-files=all']
  return {
    index,
    head: await readFile(join(folder, '.git/HEAD'), 'utf8'),
    status: await git(folder, ...status),
    refs: await git(folder, 'for-each-ref', 'refs/heads', 'refs/tags', 'refs/stash'),
    left: await git(folder, 'for-each-ref', 'refs/regmd'),
    document: await readFile(join(folder, registryPath), 'utf8')
  }
}
