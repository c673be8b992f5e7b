import assert from 'node:assert/strict'
import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {type TestContext, test} from 'node:test'
import {amount} from '../helpers/fire.ts'
import {
  type Racer,
  checkHistory,
  checkTidy,
  claimCommits,
  holdersAt,
  race,
  tally
} from '../helpers/race.ts'
import {
  type Answered,
  type World,
  addWorktree,
  branchesOf,
  cloneOf,
  makeLocal,
  makeOrigin,
  makeWorld,
  registryPath,
  stateOf,
  tipOf
} from '../helpers/repository.ts'

/** Names `s1`, `s2`, … */
function sessions(count: number): readonly string[] {
  return Array.from({length: count}, (_, index) => `s${index + 1}`)
}

async function makeClones(world: World, remote: string, count: number): Promise<readonly string[]> {
  const clones: string[] = []
  for (const name of sessions(count)) clones.push(await cloneOf(world, remote, world.path(name)))
  return clones
}

async function makeWorktrees(
  world: World,
  folder: string,
  count: number
): Promise<readonly string[]> {
  const worktrees: string[] = []
  for (const name of sessions(count)) worktrees.push(await addWorktree(world, folder, name))
  return worktrees
}

async function statesOf(world: World, folders: readonly string[]): Promise<readonly unknown[]> {
  const states: unknown[] = []
  for (const folder of folders) states.push(await stateOf(world, folder))
  return states
}

/** All want a number of their own, in the order of the folders. */
function oneEach(folders: readonly string[]): readonly Racer[] {
  return folders.map((cwd, index) => ({cwd, session: `s${index + 1}`, number: index + 1}))
}

/** Every number from 1 has its racer, with one commit each. */
async function checkAllLanded(
  world: World,
  {folder, branch}: {readonly folder: string; readonly branch: string},
  outcomes: ReadonlyMap<string, Answered>
): Promise<void> {
  const count = outcomes.size
  assert.deepEqual(tally(outcomes), {0: count})
  await checkHistory(world, {folder, branch}, outcomes)
  const holders = await holdersAt(world, folder, branch)
  assert.deepEqual(
    [...holders.keys()],
    Array.from({length: count}, (_, index) => index + 1)
  )
  assert.equal((await claimCommits(world, folder, branch)).length, count)
  assert.equal(await world.git(folder, 'rev-list', '--count', branch), String(count + 1))
  const commits = [...outcomes.values()].map(({json}) => json.data['commit'])
  assert.equal(new Set(commits).size, count, 'each is told its own commit')
}

/** The checked-out copy, file and index, is at the tip. */
async function checkFollowed(world: World, folder: string): Promise<void> {
  assert.equal(await world.git(folder, 'status', '--porcelain'), '')
  const {stdout} = await world.tryGit(folder, ['show', `main:${registryPath}`])
  assert.deepEqual(await readFile(join(folder, registryPath)), stdout)
}

async function checkStatus(world: World, folder: string, registered: number): Promise<void> {
  const {code, json} = await world.ask(folder, ['status'])
  assert.equal(code, 0)
  assert.deepEqual([json.data['registered'], json.data['total']], [registered, 12])
}

function checkOneWinner(outcomes: ReadonlyMap<string, Answered>, tip: string): void {
  assert.deepEqual(tally(outcomes), {0: 1, '3 NUMBER_TAKEN': outcomes.size - 1})
  const winner = [...outcomes].find(([, {code}]) => code === 0)
  assert.equal(winner?.[1].json.data['commit'], tip)
  for (const {json} of [...outcomes.values()].filter(({code}) => code === 3)) {
    const {number, holder, commit} = json.error.details
    assert.deepEqual({number, holder, commit}, {number: 5, holder: winner[0], commit: tip})
    assert.match(json.error.message, new RegExp(String.raw`\b${winner[0]}\b`, 'u'))
  }
}

async function remoteOfClones(t: TestContext, count: number, size = 12) {
  const world = await makeWorld(t)
  const {remote, clone} = await makeOrigin(world, {sessions: size})
  const clones = await makeClones(world, remote, count)
  return {world, remote, clone, clones, states: await statesOf(world, clones)}
}

test('clones race for one number: one gets it, the others are told who', async (t) => {
  const {world, remote, clones, states} = await remoteOfClones(t, amount({short: 6, long: 12}))
  const racers = oneEach(clones).map((racer) => ({...racer, number: 5}))
  const outcomes = await race(world, racers)

  checkOneWinner(outcomes, await tipOf(world, remote, 'registry'))
  await checkHistory(world, {folder: remote, branch: 'registry'}, outcomes)
  assert.equal(await world.git(remote, 'rev-list', '--count', 'main..registry'), '1')
  assert.deepEqual(await statesOf(world, clones), states)
  await checkTidy(world, remote, ...clones)
})

test('clones race for numbers of their own: all get theirs, one commit each', async (t) => {
  const count = amount({short: 6, long: 12})
  const {world, remote, clone, clones, states} = await remoteOfClones(t, count)
  const outcomes = await race(world, oneEach(clones))

  await checkAllLanded(world, {folder: remote, branch: 'registry'}, outcomes)
  await checkStatus(world, clone, count)
  assert.deepEqual(await statesOf(world, clones), states)
  await checkTidy(world, remote, ...clones)
})

test('worktrees of one clone race through a remote', async (t) => {
  const world = await makeWorld(t)
  const {remote, clone} = await makeOrigin(world)
  const worktrees = await makeWorktrees(world, clone, amount({short: 4, long: 8}))
  const folders = [clone, ...worktrees]
  const states = await statesOf(world, folders)
  const branches = await branchesOf(world, clone)
  const outcomes = await race(world, oneEach(worktrees))

  await checkAllLanded(world, {folder: remote, branch: 'registry'}, outcomes)
  assert.deepEqual(await statesOf(world, folders), states)
  assert.deepEqual(await branchesOf(world, clone), branches)
  await checkTidy(world, remote, clone)
})

test('without a remote, processes in one folder all land', async (t) => {
  const world = await makeWorld(t)
  const folder = await makeLocal(world)
  const count = amount({short: 8, long: 12})
  const outcomes = await race(world, oneEach(Array.from({length: count}, () => folder)))

  await checkAllLanded(world, {folder, branch: 'main'}, outcomes)
  await checkFollowed(world, folder)
  await checkStatus(world, folder, count)
  await checkTidy(world, folder)
})

test('without a remote, processes in one folder race for one number', async (t) => {
  const world = await makeWorld(t)
  const folder = await makeLocal(world)
  const count = amount({short: 6, long: 12})
  const racers = oneEach(Array.from({length: count}, () => folder))
  const outcomes = await race(
    world,
    racers.map((racer) => ({...racer, number: 5}))
  )

  checkOneWinner(outcomes, await tipOf(world, folder, 'main'))
  await checkHistory(world, {folder, branch: 'main'}, outcomes)
  await checkFollowed(world, folder)
  await checkTidy(world, folder)
})

test('without a remote, worktrees land on main, and its copy follows', async (t) => {
  const world = await makeWorld(t)
  const folder = await makeLocal(world)
  const worktrees = await makeWorktrees(world, folder, amount({short: 4, long: 8}))
  const states = await statesOf(world, worktrees)
  const outcomes = await race(world, oneEach([...worktrees, folder]))

  await checkAllLanded(world, {folder, branch: 'main'}, outcomes)
  await checkFollowed(world, folder)
  assert.deepEqual(await statesOf(world, worktrees), states)
  const others = (await branchesOf(world, folder)).filter((line) => !line.endsWith('/main'))
  assert.equal(new Set(others.map((line) => line.split(' ')[0])).size, 1, 'no other branch moved')
  await checkTidy(world, folder)
})

test('many clones ask for the next number at once: as many numbers', async (t) => {
  const count = amount({short: 4, long: 20})
  const {world, remote, clones, states} = await remoteOfClones(t, count, count)
  const racers = clones.map((cwd, index) => ({cwd, session: `s${index + 1}`}))
  const outcomes = await race(world, racers)

  await checkAllLanded(world, {folder: remote, branch: 'registry'}, outcomes)
  assert.deepEqual(await statesOf(world, clones), states)
  await checkTidy(world, remote, ...clones)
})
