import assert from 'node:assert/strict'
import {join} from 'node:path'
import {leavesOpen} from '../../src/core/trial/operation.ts'
import type {BrokenPromise} from '../../src/core/trial/broken-promise.ts'
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
    program: options.program ?? [process.execPath, join(packageRoot, 'dist/bin.cjs')],
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

/** What was done, what landed, and which promises that breaks. */
export interface JudgedTrial {
  readonly broken: readonly BrokenPromise[]
  /** All of it, for a person. */
  readonly log: string
}

/** Holds all that was recorded against the branch. */
export async function judgeTrial(
  world: World,
  {recorded}: Pick<Recorder, 'recorded'>,
  {repository, branch, start, isFaulty}: Place & {readonly isFaulty: boolean}
): Promise<JudgedTrial> {
  const tip = await tipOf(world, repository, branch)
  const git = {directory: repository, environment: world.env, deadline: Date.now() + 600_000}
  const place = {start, tip, path: registryPath, operationOf}
  const moves = tip === '' ? [] : await readMoves(git, place)
  const broken = judge(recorded, moves, {isFaulty})
  return {broken, log: JSON.stringify({operations: recorded, moves}, null, 1)}
}

/**
 * Checks that nothing that was recorded breaks a promise; a failure shows the log and the place.
 *
 * @param replay - how to do the same again.
 */
export async function checkTrial(
  world: World,
  recorder: Pick<Recorder, 'recorded'>,
  {replay, ...place}: Place & {readonly replay: string; readonly isFaulty: boolean}
): Promise<void> {
  const {broken, log} = await judgeTrial(world, recorder, place)
  assert.deepEqual(broken, [], `${replay}\n${place.repository}\n${log}`)
}
