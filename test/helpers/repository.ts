import {createHash} from 'node:crypto'
import {cpSync, mkdtempSync, rmSync} from 'node:fs'
import {readFile, readdir} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {after} from 'node:test'
import {setTimeout as wait} from 'node:timers/promises'
import {type World, initRepository, isThere} from './world.ts'

export * from './world.ts'

/** Files that `regmd init` writes, by path. */
export type Files = ReadonlyMap<string, Buffer>

const scaffolds = new Map<number, Promise<Files>>()

/** What `regmd init --sessions N` writes; asked for once. */
async function openRegistry(world: World, sessions: number): Promise<Files> {
  const known = scaffolds.get(sessions) ?? scaffold(world, sessions)
  scaffolds.set(sessions, known)
  return known
}

async function scaffold(world: World, sessions: number): Promise<Files> {
  const folder = await initRepository(world, world.path(`scaffold-${sessions}`))
  const {code, stderr} = await world.run(folder, ['init', '--sessions', String(sessions)])
  if (code !== 0) throw new Error(`regmd init: ${String(code)}\n${stderr}`)
  const entries = await readdir(folder, {recursive: true, withFileTypes: true})
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((file) => !file.startsWith('.git/'))
  return new Map(
    await Promise.all(
      files.map(async (file) => [file, await readFile(join(folder, file))] as const)
    )
  )
}

/** Path of the registry that `regmd init` writes. */
export const registryPath = 'registry/sessions.md'

/** A registry to be set up: how large, and what else differs from what `regmd init` writes. */
export interface Setup {
  readonly sessions?: number
  /** Changes the document. */
  readonly edit?: (text: string) => string
  /** More files, or other ones. */
  readonly files?: Readonly<Record<string, Uint8Array | string>>
}

/** Writes a registry with open blocks into a repository's worktree, and commits it. */
export async function commitRegistry(
  world: World,
  folder: string,
  {sessions = 12, edit = (text) => text, files = {}}: Setup = {}
): Promise<void> {
  for (const [file, bytes] of await openRegistry(world, sessions)) {
    const isRegistry = file === registryPath
    await world.write(join(folder, file), isRegistry ? edit(bytes.toString()) : bytes)
  }
  for (const [file, bytes] of Object.entries(files)) await world.write(join(folder, file), bytes)
  await world.git(folder, 'add', '--all')
  await world.git(folder, 'commit', '--quiet', '-m', 'Set up the session registry')
}

/** A repository without a remote, with an open registry on `main`. */
export async function makeLocal(world: World, setup: Setup = {}): Promise<string> {
  const folder = await initRepository(world, world.path('local'))
  await commitRegistry(world, folder, setup)
  return folder
}

/** A bare repository with an open registry on `main`, and a clone of it. */
export interface Origin {
  readonly remote: string
  readonly clone: string
}

/** Remotes and their clones by the number of sessions, as they were made. */
const origins = new Map<number, Promise<Origin>>()

/** Folder of what is copied, removed at the end of the test file. */
const originals = mkdtempSync(join(tmpdir(), 'regmd-origins-'))

after(() => {
  rmSync(originals, {recursive: true, force: true, maxRetries: 3})
})

/** Makes a remote with an open registry, pushed from its first clone. */
export async function makeOrigin(world: World, setup: Setup = {}): Promise<Origin> {
  const folders = {remote: world.path('remote.git'), clone: world.path('clone')}
  const {sessions = 12, edit, files} = setup
  if (edit || files) return pushedOrigin(world, folders, setup)
  const there = {
    remote: join(originals, `${sessions}.git`),
    clone: join(originals, String(sessions))
  }
  const known = origins.get(sessions) ?? pushedOrigin(world, there, setup)
  origins.set(sessions, known)
  return copyOrigin(world, await known, folders)
}

async function copyOrigin(world: World, original: Origin, copy: Origin): Promise<Origin> {
  for (const name of ['remote', 'clone'] as const) {
    cpSync(original[name], copy[name], {recursive: true, preserveTimestamps: true})
  }

  await world.git(copy.clone, 'remote', 'set-url', 'origin', copy.remote)
  // The index tells files by their inodes too.
  await world.git(copy.clone, 'update-index', '-q', '--refresh')
  return copy
}

async function pushedOrigin(world: World, {remote, clone}: Origin, setup: Setup): Promise<Origin> {
  await initRepository(world, remote, '--bare')
  await initRepository(world, clone)
  await commitRegistry(world, clone, setup)
  await world.git(clone, 'remote', 'add', 'origin', remote)
  await world.git(clone, 'push', '--quiet', '--set-upstream', 'origin', 'main')
  return {remote, clone}
}

/** Adds a worktree with a branch of its own. */
export async function addWorktree(world: World, folder: string, name: string): Promise<string> {
  const worktree = world.path(name)
  await world.git(folder, 'worktree', 'add', '--quiet', '-b', name, worktree)
  return worktree
}

/** The tip of a branch; empty where there is none. */
export async function tipOf(world: World, folder: string, branch: string): Promise<string> {
  const ref = `refs/heads/${branch}`
  return world.git(folder, 'for-each-ref', '--format=%(objectname)', ref)
}

/** Arguments of a claim that an open block accepts; role and goal are the number's own. */
export function claimArgs(session: string, number?: number): readonly string[] {
  const which = number === undefined ? ['--next'] : [String(number)]
  const details = ['--role', `Role of ${session}`, '--goal', 'Send 25 emails daily']
  return ['claim', ...which, '--session', session, ...details]
}

/** What must be the same before and after: everything of a worktree that a person sees. */
export async function stateOf(
  world: World,
  folder: string
): Promise<Readonly<Record<string, string>>> {
  const files = ['--git-path', 'index', '--git-path', 'logs/refs/stash']
  const found = await world.git(folder, 'rev-parse', '--path-format=absolute', ...files, 'HEAD')
  const [index = '', stashes = '', head = ''] = found.split('\n')
  const before = await hashOf(index)
  const status = await world.git(
    folder,
    '--no-optional-locks',
    'status',
    '--porcelain=v2',
    '--branch',
    '--untracked-files=all'
  )
  return {
    index: before,
    status: status.replace(/^# branch\.ab .*\n?/mu, ''),
    stash: (await isThere(stashes)) ? await readFile(stashes, 'utf8') : '',
    head
  }
}

/** Branches, tags and stash of a repository, each with its tip. */
export async function branchesOf(world: World, folder: string): Promise<readonly string[]> {
  const refs = await world.git(folder, 'for-each-ref', 'refs/heads', 'refs/tags', 'refs/stash')
  return refs.split('\n')
}

async function hashOf(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex')
}

/** Waits for something that happens soon, or not at all. */
export async function until(what: string, isTrue: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (await isTrue()) return
    await wait(100)
  }

  throw new Error(`Waited too long until ${what}`)
}
