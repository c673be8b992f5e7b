import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import type {Context} from '../../context.ts'
import {renderTemplate} from '../../core/template.ts'
import {type Arena, deleteBranches, fetchTip, makeArenaClone, startBase} from '../../git/arena.ts'
import {makeBare} from '../../git/first-commit.ts'
import type {Git} from '../../git/run.ts'

/** One clone, and the session that works in it. */
export interface Clone {
  readonly directory: string
  readonly session: string
}

/** Where a trial is held: a remote, clones, and what starts a process in them. */
export interface Field extends Pick<Context, 'env' | 'program'> {
  /** All of it, but for a remote that was given. */
  readonly directory: string
  readonly arena: Arena
  /** Whether the remote was made for this trial. */
  readonly isScratch: boolean
  /** Git in a clone in which no session works. */
  readonly referee: Git
  readonly clones: readonly Clone[]
  /** Path of the registry. */
  readonly path: string
  /** First commit of the base branch: commit id. */
  readonly start: string
  /** Seconds for one process. */
  readonly timeout: number
}

/** How a trial is held. */
export interface FieldOptions {
  readonly clones: number
  /** What git takes for a remote; one is made without it. */
  readonly remote: string | undefined
  /** Seconds for one process. */
  readonly timeout: number
}

const path = 'registry/sessions.md'

/** Time for the whole of a trial's own work with git, in milliseconds. */
const patienceMs = 24 * 60 * 60 * 1000

/**
 * Makes clones of a remote on which nothing else works: a new one, or branches of their own on one
 * that is given.
 *
 * @throws {RegmdError} `REMOTE_UNAVAILABLE` if it does not take them.
 */
export async function openField(context: Context, options: FieldOptions): Promise<Field> {
  const directory = await mkdtemp(join(tmpdir(), 'regmd-selftest-'))
  try {
    return await setUp(context, options, directory)
  } catch (error) {
    await remove(directory)
    throw error
  }
}

async function setUp(
  {env, program}: Context,
  {remote, clones: count, timeout}: FieldOptions,
  directory: string
): Promise<Field> {
  const isScratch = remote === undefined
  const git: Git = {directory, environment: env, deadline: Date.now() + patienceMs}
  const arena = isScratch ? scratchArena(directory) : ownArena(remote, directory)
  if (isScratch) await makeBare(git, arena.url)
  const referee = await makeArenaClone(git, arena, join(directory, 'referee'))
  const bytes = registryBytes(arena, count)
  const start = await startBase(referee, arena, new Map([[path, bytes]]))
  try {
    const clones = await makeClones(git, arena, count)
    return {env, program, directory, arena, isScratch, referee, clones, path, start, timeout}
  } catch (error) {
    if (!isScratch) await deleteBranches(referee, [arena.base])
    throw error
  }
}

async function makeClones(git: Git, arena: Arena, count: number): Promise<readonly Clone[]> {
  const clones: Clone[] = []
  for (let number = 1; number <= count; number++) {
    const session = `session-${number}`
    const clone = await makeArenaClone(git, arena, join(git.directory, session))
    await fetchTip(clone, arena.base)
    clones.push({directory: clone.directory, session})
  }

  return clones
}

function scratchArena(directory: string): Arena {
  return {url: join(directory, 'remote.git'), base: 'main', written: 'registry'}
}

/** The name of the folder is nobody else's. */
function ownArena(url: string, directory: string): Arena {
  const own = `regmd-selftest/${directory.slice(-6)}-${Date.now()}`
  return {url, base: `${own}/base`, written: `${own}/registry`}
}

function registryBytes({base, written}: Arena, sessions: number): Uint8Array {
  return new TextEncoder().encode(renderTemplate(sessions, {branch: written, base}))
}

/**
 * Takes away what a trial has made.
 *
 * @param isKept - leave the clones, for people to look at.
 * @returns branches that could not be deleted on a remote that was given.
 */
export async function closeField(field: Field, isKept: boolean): Promise<readonly string[]> {
  const {arena, isScratch, referee, directory} = field
  const left = isScratch ? [] : await deleteBranches(referee, [arena.written, arena.base])
  if (!isKept) await remove(directory)
  return left
}

async function remove(directory: string): Promise<void> {
  await rm(directory, {recursive: true, force: true, maxRetries: 3})
}
