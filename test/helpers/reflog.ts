import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {parseRegistry} from '../../src/core/parse.ts'
import type {Registry} from '../../src/core/registry.ts'
import type {Move} from '../../src/core/trial/move.ts'
import {moveOf} from '../../src/core/trial/registry-move.ts'
import {readMoves} from '../../src/shell/selftest/moves.ts'
import {operationOf} from '../../src/shell/selftest/recorder.ts'
import {type World, registryPath} from './repository.ts'

/** A branch of a bare repository that is moved back at times. */
export interface Rewound {
  readonly repository: string
  /** Short name. */
  readonly branch: string
  /** Commit on which the branch begins, each time. */
  readonly start: string
  /** Reflogs that were read before the branch was deleted, which deletes them, too. */
  readonly earlier: readonly string[]
  /** Operations that moved the branch back, in order. */
  readonly rewinds: readonly string[]
}

/** Reads the reflog of a branch, as it is; empty where there is none. */
export async function readReflog(repository: string, branch: string): Promise<string> {
  return readFile(join(repository, 'logs/refs/heads', branch), 'utf8').catch(() => '')
}

/** From one state of a branch to the next one: commit ids. */
interface Change {
  readonly from: string
  readonly to: string
}

/**
 * Reads all states that a branch had, in order, rewinds included.
 *
 * @returns moves of the whole branch, for the checker.
 */
export async function movesFromReflog(world: World, rewound: Rewound): Promise<readonly Move[]> {
  const {repository, branch, earlier} = rewound
  const rewinds = [...rewound.rewinds]
  const moves: Move[] = []
  for (const change of statesOf([...earlier, await readReflog(repository, branch)], rewound)) {
    if (await isForward(world, repository, change)) {
      moves.push(...(await forward(world, repository, change)))
    } else moves.push(await back(world, repository, {...change, rewind: rewinds.shift()}))
  }

  return moves
}

/** A branch that does not exist stands where it will begin. */
function statesOf(reflogs: readonly string[], {start}: Rewound): readonly Change[] {
  const stateOf = (id: string) => (/^0+$/u.test(id) ? start : id)
  return reflogs.flatMap((text) => {
    const changes = text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => ({from: stateOf(line.slice(0, 40)), to: stateOf(line.slice(41, 81))}))
    // Whoever deletes a branch leaves no entry.
    const last = text === reflogs.at(-1) ? undefined : changes.at(-1)
    return last ? [...changes, {from: last.to, to: start}] : changes
  })
}

async function isForward(world: World, repository: string, {from, to}: Change): Promise<boolean> {
  const {code} = await world.tryGit(repository, ['merge-base', '--is-ancestor', from, to])
  return code === 0
}

async function forward(world: World, repository: string, {from, to}: Change) {
  const git = {directory: repository, environment: world.env, deadline: Date.now() + 600_000}
  return readMoves(git, {start: from, tip: to, path: registryPath, operationOf})
}

async function back(
  world: World,
  repository: string,
  {from, to, rewind}: Change & {readonly rewind: string | undefined}
): Promise<Move> {
  const removed = await world.git(repository, 'rev-list', '--first-parent', `${to}..${from}`)
  const [before, after] = [
    await registryAt(world, repository, from),
    await registryAt(world, repository, to)
  ]
  const move = moveOf({commit: to, operation: rewind, before, after, isAbroad: false})
  return {...move, removed: removed.split('\n')}
}

async function registryAt(world: World, repository: string, commit: string): Promise<Registry> {
  return parseRegistry(await world.git(repository, 'show', `${commit}:${registryPath}`))
}
