import assert from 'node:assert/strict'
import {readdir} from 'node:fs/promises'
import {join} from 'node:path'
import type {TestContext} from 'node:test'
import {leavesOpen} from '../../src/core/trial/operation.ts'
import type {Clone} from '../../src/shell/selftest/field.ts'
import type {Recorded, Recorder, Wish} from '../../src/shell/selftest/recorder.ts'
import {type World, branchesOf, makeLocal, makeOrigin, stateOf, tipOf} from './repository.ts'
import type {Place} from './trial.ts'

/** A registry on which commands fail, and the clone in which they run. */
export interface Bed {
  readonly world: World
  readonly clone: string
  readonly isLocal: boolean
  readonly place: Place
}

/** Makes a remote and a clone of it, or a repository without one. */
export async function makeBed(world: World, isLocal: boolean, sessions = 12): Promise<Bed> {
  if (isLocal) {
    const clone = await makeLocal(world, {sessions})
    const start = await tipOf(world, clone, 'main')
    return {world, clone, isLocal, place: {repository: clone, branch: 'main', start}}
  }

  const {remote, clone} = await makeOrigin(world, {sessions})
  const start = await tipOf(world, remote, 'main')
  return {world, clone, isLocal, place: {repository: remote, branch: 'registry', start}}
}

/** What is a person's own: it must be the same before and after. */
export async function ownThings({world, clone, isLocal}: Bed): Promise<unknown> {
  if (!isLocal) return [await stateOf(world, clone), await branchesOf(world, clone)]
  // The branch that is written is checked out: file and index entry follow it.
  return [
    await world.git(clone, 'status', '--porcelain'),
    await world.git(clone, 'stash', 'list'),
    (await branchesOf(world, clone)).length
  ]
}

/** How a command ended: its exit code, or `killed`. */
export function endOf({outcome}: Recorded): number | 'killed' {
  if (outcome.kind === 'unknown') return outcome.isKilled ? 'killed' : 5
  return outcome.kind === 'done' ? 0 : outcome.exitCode
}

/** Runs the same command again, once; it must do without anybody's help. */
export async function repeat(
  recorder: Recorder,
  clone: Clone,
  first: Recorded,
  why: string
): Promise<void> {
  const wish = {action: first.action, number: first.number} as Wish
  const again = await recorder.perform(clone, wish, leavesOpen(first) ? first.id : undefined)
  assert.equal(endOf(again), 0, `${why}\n${JSON.stringify([first, again], null, 1)}`)
}

/** Sees to it that a repository is whole, and that no lock is left. */
export async function checkWhole(world: World, folder: string, why: string): Promise<void> {
  const {code, stderr} = await world.tryGit(folder, ['fsck', '--no-dangling', '--no-progress'])
  assert.equal(code, 0, `${why}\n${stderr}`)
  assert.deepEqual(await locksIn(world, folder), [], why)
}

/** Locks of git that are left in a repository. */
export async function locksIn(world: World, folder: string): Promise<readonly string[]> {
  const args = ['rev-parse', '--path-format=absolute', '--git-common-dir']
  const common = await world.git(folder, ...args)
  const files = await readdir(common, {recursive: true})
  return files.filter((file) => file.endsWith('.lock')).map((file) => join(common, file))
}

/** Says how much a trial held. */
export function tell(t: TestContext, recorders: readonly Recorder[], more: string): void {
  const recorded = recorders.flatMap((recorder) => recorder.recorded)
  const unknown = recorded.filter(({outcome}) => outcome.kind === 'unknown').length
  t.diagnostic(`${recorded.length} operations, ${unknown} of them unknown at first; ${more}`)
}
