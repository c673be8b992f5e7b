import assert from 'node:assert/strict'
import {join} from 'node:path'
import {leavesOpen} from '../../src/core/trial/operation.ts'
import {judge} from '../../src/core/trial/judge.ts'
import type {Clone} from '../../src/shell/selftest/field.ts'
import {readMoves} from '../../src/shell/selftest/moves.ts'
import {type Recorded, Recorder, type Wish, operationOf} from '../../src/shell/selftest/recorder.ts'
import {packageRoot} from './package-root.ts'
import {type World, registryPath, tipOf} from './repository.ts'

/** Where a trial of a test is held. */
export interface Place {
  /** Repository with the registry branch: the bare remote, or the clone of a local registry. */
  readonly repository: string
  /** Short name. */
  readonly branch: string
  /** Commit on which the registry branch began. */
  readonly start: string
}

/** How the processes of a trial are started. */
export interface TrialOptions {
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Seconds for one process. */
  readonly timeout?: number
  /** What starts regmd; the built program without it. */
  readonly program?: readonly [string, ...string[]]
}

/** Makes a recorder of real processes in a world. */
export function recordIn(world: World, options: TrialOptions = {}): Recorder {
  return new Recorder({
    program: options.program ?? [process.execPath, join(packageRoot, 'dist/bin.js')],
    env: {...world.env, ...options.env},
    path: registryPath,
    timeout: options.timeout ?? 60
  })
}

/** Runs the same command until its outcome is certain; what it came to. */
export async function settle(recorder: Recorder, clone: Clone, first: Recorded): Promise<Recorded> {
  const {action, number} = first
  const wish = {action, number} as Wish
  let last = first
  for (let tries = 0; tries < 12 && leavesOpen(last); tries++) {
    last = await recorder.perform(clone, wish, last.id)
  }

  return last
}

/**
 * Holds all that was recorded against the branch; a failure shows the log and the place.
 *
 * @param replay - how to do the same again.
 */
export async function checkTrial(
  world: World,
  recorder: Pick<Recorder, 'recorded'>,
  {
    repository,
    branch,
    start,
    replay,
    isFaulty
  }: Place & {readonly replay: string; readonly isFaulty: boolean}
): Promise<void> {
  const tip = await tipOf(world, repository, branch)
  const git = {directory: repository, environment: world.env, deadline: Date.now() + 600_000}
  const place = {start, tip, path: registryPath, operationOf}
  const moves = tip === '' ? [] : await readMoves(git, place)
  const broken = judge(recorder.recorded, moves, {isFaulty})
  const log = JSON.stringify({operations: recorder.recorded, moves}, null, 1)
  assert.deepEqual(broken, [], `${replay}\n${repository}\n${log}`)
}
