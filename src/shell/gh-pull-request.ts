import {type Forge, type ProposedBranches, githubName} from '../core/forge.ts'
import {type Gh, type GhOutcome, option, runGh} from './gh.ts'

/** What a pull request says. */
export interface Wording {
  /** One line without foreign text. */
  readonly title: string
  /** Markdown. */
  readonly body: string
}

/** A pull request that is open. */
export interface OpenPullRequest {
  /** `null` where the program did not tell. */
  readonly number: number | null
  readonly url: string | null
}

/** What was done to a pull request; or why nothing was, which may be foreign text. */
export type Opened =
  | (OpenPullRequest & {readonly action: 'created' | 'updated'})
  | {readonly reason: string}

/** Which pull request is meant. */
export interface Wanted {
  readonly branches: ProposedBranches
  /** Where the remote's address says so; else the program finds out by itself. */
  readonly forge: Forge | undefined
}

/** Open pull requests that are looked at; those of forks may be named like ours. */
const most = '100'

/** The description comes by standard input: it may be longer than a command line. */
const fromInput = ['--body-file', '-'] as const

/** Opens a pull request through GitHub's own program, or updates the one that is open. */
export async function openPullRequest(gh: Gh, wanted: Wanted, wording: Wording): Promise<Opened> {
  const objection = await objectionTo(gh, wanted)
  if (objection !== undefined) return {reason: objection}
  const found = await find(gh, wanted)
  if ('reason' in found) return found
  if (found.open) return update(gh, {wanted, open: found.open}, wording)

  const created = await create(gh, wanted, wording)
  if (!('reason' in created)) return created
  // Somebody else may have opened it meanwhile.
  const again = await find(gh, wanted)
  return 'open' in again && again.open ? update(gh, {wanted, open: again.open}, wording) : created
}

/** Why the program cannot be used; nothing if it can. */
async function objectionTo(gh: Gh, {forge}: Wanted): Promise<string | undefined> {
  const host = forge ? option('hostname', forge.host) : []
  const {code, isAbsent} = await runGh(gh, ['auth', 'status', ...host])
  if (code === 0) return undefined
  if (isAbsent) return 'gh is not installed'
  return forge ? `gh is not signed in to ${forge.host}` : 'gh is not signed in'
}

interface Known extends OpenPullRequest {
  readonly number: number
}

async function find(
  gh: Gh,
  {forge, branches}: Wanted
): Promise<{readonly open: Known | undefined} | {readonly reason: string}> {
  const outcome = await runGh(gh, [
    'pr',
    'list',
    ...repositoryOf(forge),
    ...option('head', branches.branch),
    ...option('base', branches.base),
    ...option('state', 'open'),
    ...option('json', 'number,url,isCrossRepository'),
    ...option('limit', most)
  ])
  if (outcome.code !== 0) return failed('gh pr list', outcome)
  const listed = readList(outcome.stdout)
  if (!listed) return {reason: 'gh pr list answered something else than a list of pull requests'}
  return {open: listed.find(({isForeign}) => !isForeign)}
}

async function update(
  gh: Gh,
  {wanted, open}: {readonly wanted: Wanted; readonly open: Known},
  {title, body}: Wording
): Promise<Opened> {
  const {number, url} = open
  const args = ['pr', 'edit', String(number), ...repositoryOf(wanted.forge)]
  const texts = [...option('title', title), ...fromInput]
  const outcome = await runGh(gh, [...args, ...texts], body)
  return outcome.code === 0 ? {action: 'updated', number, url} : failed('gh pr edit', outcome)
}

async function create(gh: Gh, {forge, branches}: Wanted, {title, body}: Wording): Promise<Opened> {
  const outcome = await runGh(
    gh,
    [
      'pr',
      'create',
      ...repositoryOf(forge),
      ...option('base', branches.base),
      ...option('head', branches.branch),
      ...option('title', title),
      ...fromInput
    ],
    body
  )
  if (outcome.code !== 0) return failed('gh pr create', outcome)
  const url = [...outcome.stdout.matchAll(/https?:\/\/[!-~]+\/pull\/(\d{1,9})\b/gu)].at(-1)
  return {action: 'created', number: url ? Number(url[1]) : null, url: url?.[0] ?? null}
}

function repositoryOf(forge: Forge | undefined): readonly string[] {
  return forge ? option('repo', githubName(forge)) : []
}

function failed(command: string, {words}: GhOutcome): {readonly reason: string} {
  return {reason: `${command} failed${words[0] === undefined ? '' : `: ${words[0]}`}`}
}

/** Pull requests of a list; `undefined` for what is none. No output at all is an empty list. */
function readList(stdout: string): readonly (Known & {readonly isForeign: boolean})[] | undefined {
  const list = parseJson(stdout.trim() === '' ? '[]' : stdout)
  return Array.isArray(list) ? list.flatMap((item: unknown) => readItem(item)) : undefined
}

function readItem(item: unknown): readonly (Known & {readonly isForeign: boolean})[] {
  if (typeof item !== 'object' || item === null) return []
  const {number, url, isCrossRepository}: Readonly<Record<string, unknown>> = {...item}
  if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < 1) return []
  const isUrl = typeof url === 'string' && /^https?:\/\/[!-~]+$/u.test(url)
  return [{number, url: isUrl ? url : null, isForeign: isCrossRepository === true}]
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
