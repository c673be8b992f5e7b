import assert from 'node:assert/strict'
import {readdir} from 'node:fs/promises'
import {join} from 'node:path'
import {type Answered, type World, claimArgs, registryPath} from './repository.ts'

/** A block of a registry, read without any help from regmd. */
export interface Seat {
  readonly number: number
  readonly session: string
  readonly isRegistered: boolean
}

/** Reads the blocks of a registry as `regmd init` lays them out. */
export function seatsOf(text: string): readonly Seat[] {
  return text
    .split(/^### /mu)
    .slice(1)
    .map((block) => ({
      number: Number(/^Session #(\d+)/u.exec(block)?.[1]),
      session: /^- \*\*SESSION_ID\*\*: (.*)$/mu.exec(block)?.[1]?.trim() ?? '',
      isRegistered: /^- \*\*STATUS\*\*: .*\bREGISTERED$/mu.test(block)
    }))
}

/** Holders by number, in a commit. */
export async function holdersAt(
  world: World,
  folder: string,
  commit: string,
  path = registryPath
): Promise<ReadonlyMap<number, string>> {
  const seats = seatsOf(await world.git(folder, 'show', `${commit}:${path}`))
  const held = seats.filter(({isRegistered}) => isRegistered)
  const holders = new Map(held.map(({number, session}) => [number, session]))
  assert.equal(holders.size, held.length, `a number has two holders in ${commit}`)
  assert.equal(new Set(holders.values()).size, held.length, `a session holds two in ${commit}`)
  return holders
}

/** Commits by which a branch got its claims, oldest first. */
export async function claimCommits(
  world: World,
  folder: string,
  branch: string
): Promise<readonly string[]> {
  const format = '--format=%H'
  const args = ['log', '--reverse', format, '--grep=^Registry-Action: claim$', branch]
  return (await world.git(folder, ...args)).split('\n').filter((line) => line !== '')
}

/**
 * Holds outcomes against the history of a branch, which is their only true order: in every state a
 * number has at most one holder, and keeps it; who was told 0 holds its number; who was told a
 * definite failure never held one.
 */
export async function checkHistory(
  world: World,
  {folder, branch}: {readonly folder: string; readonly branch: string},
  outcomes: ReadonlyMap<string, Answered>
): Promise<void> {
  const seen = new Set<string>()
  let before: ReadonlyMap<number, string> = new Map()
  for (const commit of await claimCommits(world, folder, branch)) {
    const holders = await holdersAt(world, folder, commit)
    for (const [number, session] of before) assert.equal(holders.get(number), session)
    assert.equal(holders.size, before.size + 1, `${commit} makes one claim`)
    for (const session of holders.values()) seen.add(session)
    before = holders
  }

  const tip = await holdersAt(world, folder, branch)
  assert.deepEqual(tip, before)
  for (const [session, {code, json}] of outcomes) {
    if (code === 0) assert.equal(tip.get(Number(json.data['number'])), session)
    else if (code !== 5)
      assert.ok(!seen.has(session), `${session} was told ${String(code)}, and held`)
  }
}

/** One racer: where it runs, and what it wants. */
export interface Racer {
  readonly cwd: string
  readonly session: string
  /** The lowest free one without it. */
  readonly number?: number
}

/** Runs claims at the same time. */
export async function race(
  world: World,
  racers: readonly Racer[],
  ...more: readonly string[]
): Promise<ReadonlyMap<string, Answered>> {
  return new Map(
    await Promise.all(
      racers.map(async ({cwd, session, number}) => {
        // The machine may be busy: what ends the race is its result.
        const args = [...claimArgs(session, number), '--timeout', '120', ...more]
        return [session, await world.ask(cwd, args)] as const
      })
    )
  )
}

/** Exit codes in order, with the error code of each failure: what a race came to. */
export function tally(outcomes: ReadonlyMap<string, Answered>): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const {code, json} of outcomes.values()) {
    const key = json.ok ? String(code) : `${String(code)} ${json.error.code}`
    counts[key] = (counts[key] ?? 0) + 1
  }
  return counts
}

/** Sees to it that nothing was left behind: refs, locks, files, damage. */
export async function checkTidy(world: World, ...folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    assert.equal(await world.git(folder, 'for-each-ref', 'refs/regmd'), '', 'refs left behind')
    const common = await world.git(
      folder,
      'rev-parse',
      '--path-format=absolute',
      '--git-common-dir'
    )
    assert.deepEqual(await filesLike(common, /\.lock$/u), [], 'locks left behind')
    const {code, stderr} = await world.tryGit(folder, ['fsck', '--no-dangling', '--no-progress'])
    assert.equal(code, 0, stderr)
  }

  assert.deepEqual(await filesLike(world.tmp, /(?:^|\/)regmd-/u), [], 'files left behind')
}

async function filesLike(folder: string, pattern: RegExp): Promise<readonly string[]> {
  const files = await readdir(folder, {recursive: true})
  return files.filter((file) => pattern.test(file)).map((file) => join(folder, file))
}
