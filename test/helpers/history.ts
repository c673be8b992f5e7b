import {
  registryText,
  registryPath,
  addClone,
  copyClone,
  copyRepositories,
  execute,
  git,
  makeClone,
  regmd,
  regmdJson
} from './cli.ts'

/** One thing that `history` tells. */
export interface Told {
  readonly action: string
  readonly number: number | null
  readonly numbers: readonly number[]
  readonly session: string | null
  readonly commit: string
  readonly author: string
  readonly time: string
  readonly subject: string
  readonly message: string | null
}

/** One breach that `history --verify` finds. */
export interface Broken {
  readonly kind: string
  readonly commit: string
  readonly number: number | null
  readonly message: string
}

/** What `history` answered. */
export interface Answered {
  readonly exitCode: number
  readonly entries: readonly Told[]
  readonly breaches: readonly Broken[]
  readonly proof: {
    readonly number: number
    readonly first: Told | null
    readonly current: Told | null
    readonly lost: readonly Told[]
  }
}

/** Runs `history`; throws where it is refused. */
export async function historyOf(cwd: string, ...args: readonly string[]): Promise<Answered> {
  const {exitCode, data, error} = await regmdJson(cwd, ['history', ...args])
  if (data === undefined)
    throw new Error(`${error.code}: ${error.message} ${JSON.stringify(error.details)}`)
  return {exitCode, ...data}
}

/** Breaches as a test expects them. */
export async function breachesOf(
  cwd: string,
  ...args: readonly string[]
): Promise<readonly (readonly [kind: string, commit: string, number: number | null])[]> {
  const {exitCode, breaches} = await historyOf(cwd, '--verify', ...args)
  const isBroken = breaches.length > 0
  if (exitCode !== Number(isBroken))
    throw new Error(`Exit ${exitCode}, ${breaches.length} breaches`)
  return breaches.map(({kind, commit, number}) => [kind, commit, number])
}

/** What was done, in a line: `claim 3 s3`, `approval 1,2`. */
export function line({action, numbers, session}: Told): string {
  return [action, numbers.join(), session ?? ''].join(' ').trim()
}

/** Claims and releases, oldest first. */
export function claimsIn(entries: readonly Told[]): readonly string[] {
  return entries.filter(({action}) => action === 'claim' || action === 'release').map(line)
}

/** Claims, releases and approvals, oldest first. */
export async function actsOf(cwd: string, ...args: readonly string[]): Promise<readonly string[]> {
  const {entries} = await historyOf(cwd, ...args)
  return entries.filter(({action}) => action !== 'edit').map(line)
}

/** Clones that share a remote, and what was done in them. */
export interface Team {
  readonly remote: string
  /** Agents' clones. */
  readonly clones: readonly string[]
  /** Clone of the person who merges. */
  readonly human: string
  /** What was done so far, as {@link line} tells it. */
  readonly done: string[]
  /** Runs regmd as a session, a minute later each time; throws where it is refused. */
  readonly act: (session: string, action: string, ...args: readonly string[]) => Promise<void>
}

const start = Date.parse('2026-11-20T08:00:00Z')
let minutes = 0

/** A later minute each time. */
export function nextMinute(): Date {
  minutes++
  return new Date(start + minutes * 60_000)
}

/** Runs regmd as a session; throws where it is refused. */
export async function actIn(
  cwd: string,
  session: string,
  args: readonly string[],
  now: Date = nextMinute()
): Promise<void> {
  const {exitCode, stderr} = await regmd(cwd, args, {env: {REGMD_SESSION: session}, now})
  if (exitCode !== 0) throw new Error(`regmd ${args.join(' ')}: exit ${exitCode}\n${stderr}`)
}

/** Makes a remote with an open registry, and clones of it. */
export async function makeTeam(
  text: string = registryText({sessions: 12}),
  names: readonly string[] = ['Ada', 'Grace']
): Promise<Team> {
  const {remote, clone} = await makeClone({[registryPath]: text}, names[0])
  const others = await Promise.all(names.slice(1).map(async (name) => copyClone(clone, name)))
  return teamOf(remote, [clone, ...others], await copyClone(clone, 'Human'))
}

/** Copies a remote with all that it holds, and gives the copy clones of its own. */
export async function copyTeam(
  {remote, done}: Team,
  names: readonly string[] = ['Ada', 'Grace']
): Promise<Team> {
  const [copy = ''] = await copyRepositories([remote])
  const human = await addClone(copy, 'Human')
  const clones = await Promise.all(names.map(async (name) => copyClone(human, name)))
  return teamOf(copy, clones, human, done)
}

/** A team of clones that are there. */
export function teamOf(
  remote: string,
  clones: readonly string[],
  human: string,
  before: readonly string[] = []
): Team {
  const done = [...before]
  let turn = 0
  return {
    remote,
    clones,
    human,
    done,
    async act(session, action, ...args) {
      const clone = clones[turn++ % clones.length] ?? human
      await actIn(clone, session, [action, ...args])
      const number = args.find((arg) => /^\d+$/u.test(arg)) ?? ''
      if (action === 'release') {
        const {entries} = await historyOf(clone, number)
        done.push(`release ${number} ${entries.at(-1)?.session ?? ''}`)
      } else {
        done.push(`${action} ${number} ${session}`)
      }
    }
  }
}

/** Ways in which a person takes the registry branch over into `main`; in a conflict, it wins. */
export const ways = {
  async merge(human: string) {
    await git(
      human,
      'merge',
      '--quiet',
      '--no-ff',
      '-X',
      'theirs',
      '-m',
      'Approve the registry',
      'origin/registry'
    )
  },

  async squash(human: string) {
    await git(human, 'merge', '--quiet', '--squash', '-X', 'theirs', 'origin/registry')
    if ((await git(human, 'diff', '--cached', '--name-only')) === '') return
    const log = await git(human, 'log', '--reverse', '--format=* %B', 'HEAD..origin/registry')
    await git(human, 'commit', '--quiet', '-m', `Claims (#7)\n\n${log}`)
  },

  async squashOwnWords(human: string) {
    await git(human, 'merge', '--quiet', '--squash', '-X', 'theirs', 'origin/registry')
    if ((await git(human, 'diff', '--cached', '--name-only')) === '') return
    await git(human, 'commit', '--quiet', '-m', 'Approve all sessions so far (#7)')
  },

  async rebase(human: string) {
    // Without what `main` has already, as a forge does.
    await git(human, 'checkout', '--quiet', '-B', 'rebased', 'origin/registry')
    const {exitCode} = await execute(human, ['git', 'rebase', '--quiet', 'main'])
    // A forge offers no rebase then.
    if (exitCode !== 0) await git(human, 'rebase', '--abort')
    await git(human, 'checkout', '--quiet', 'main')
    if (exitCode !== 0) return
    // What comes to nothing is left out.
    if ((await git(human, 'rev-list', 'main..rebased')) === '') return
    await git(human, 'cherry-pick', 'main..rebased')
  }
} as const

/** Brings `main` up to date, takes the registry branch over, and pushes. */
export async function approve(human: string, way: keyof typeof ways): Promise<string> {
  await git(human, 'fetch', '--quiet', '--prune')
  await git(human, 'merge', '--quiet', '--ff-only', 'origin/main')
  await ways[way](human)
  await git(human, 'push', '--quiet', 'origin', 'main')
  return idOf(human)
}

/** Id of a commit. */
export async function idOf(cwd: string, name = 'HEAD'): Promise<string> {
  return (await git(cwd, 'rev-parse', '--verify', `${name}^{commit}`)).trim()
}

/** The document in a commit. */
export async function textAt(cwd: string, name: string, path = registryPath): Promise<string> {
  return git(cwd, 'show', `${name}:${path}`)
}

/** Runs git with variables of its own, such as dates; throws if it fails. */
export async function gitWith(
  cwd: string,
  env: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<string> {
  const {exitCode, stdout, stderr} = await execute(cwd, ['git', ...args], env)
  if (exitCode !== 0) throw new Error(`git ${args.join(' ')}: exit ${exitCode}\n${stderr}`)
  return stdout
}

/** Registers the block of a number by hand. */
export function claimed(text: string, number: number, session: string): string {
  const start = text.indexOf(`### Session #${number}:`)
  const next = text.indexOf('\n#', start + 1)
  const end = next === -1 ? text.length : next
  const block = text
    .slice(start, end)
    .replace(/\*\*SESSION_ID\*\*: .*/u, `**SESSION_ID**: ${session}`)
    .replace(
      /\*\*STATUS\*\*: .*/u,
      '**STATUS**: ✅ REGISTERED\n- **TIMESTAMP**: 2026-11-20T18:00:00Z\n- **READY**: YES'
    )
  return text.slice(0, start) + block + text.slice(end)
}

/** The message that regmd gives a commit of an act. */
export function claimMessage(number: number, session: string, action = 'claim'): string {
  return [
    `registry: session ${number} claims its number`,
    '',
    `Registry-Action: ${action}`,
    `Registry-Number: ${number}`,
    `Registry-Session: ${session}`,
    `Registry-Path: ${registryPath}`
  ].join('\n')
}
