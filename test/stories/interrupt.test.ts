import assert from 'node:assert/strict'
import {join} from 'node:path'
import {test} from 'node:test'
import {setTimeout} from 'node:timers/promises'
import {randomFrom} from '../../src/core/trial/random.ts'
import {amount, seed} from '../helpers/fire.ts'
import {checkTidy, claimCommits, holdersAt} from '../helpers/race.ts'
import {
  type Origin,
  type World,
  branchesOf,
  claimArgs,
  isThere,
  makeLocal,
  makeOrigin,
  makeWorld,
  readAnswer,
  registryPath,
  stateOf,
  tipOf,
  until
} from '../helpers/repository.ts'

/** A claim that is under way, and a file that says that it has come as far as the test wants. */
interface Underway {
  readonly origin: Origin
  readonly began: string
}

/** Fetching takes long. */
async function slowFetch(world: World): Promise<Underway> {
  const origin = await makeOrigin(world)
  const began = world.path('began')
  const script = await world.script(
    world.path('upload-pack'),
    `mkdir '${began}' 2>/dev/null && sleep 2`,
    'exec git-upload-pack "$@"'
  )
  await world.git(origin.clone, 'config', 'remote.origin.uploadpack', script)
  return {origin, began}
}

/** Pushing takes long: the remote has all of it, and thinks. */
async function slowPush(world: World): Promise<Underway & {readonly ended: string}> {
  const origin = await makeOrigin(world)
  const [began, ended] = [world.path('began'), world.path('ended')]
  await world.script(
    join(origin.remote, 'hooks/pre-receive'),
    `if mkdir '${began}' 2>/dev/null; then sleep 2; mkdir '${ended}'; fi`
  )
  return {origin, began, ended}
}

async function settle(world: World, {remote, clone}: Origin): Promise<void> {
  const {code, json} = await world.ask(clone, claimArgs('s1', 1))
  assert.equal(code, 0, JSON.stringify(json))
  assert.equal((await claimCommits(world, remote, 'registry')).length, 1)
  const holders = await holdersAt(world, remote, 'registry')
  assert.deepEqual(Object.fromEntries(holders), {1: 's1'})
}

/** A signal reaches one process, or all of them where a terminal sends it. */
const interruptions = [
  ['SIGINT', 'process'],
  ['SIGINT', 'group'],
  ['SIGTERM', 'process']
] as const

for (const [signal, whom] of interruptions) {
  const how = `${signal} to the ${whom}`

  test(`${how} before the push: nothing was sent, nothing is changed`, async (t) => {
    const world = await makeWorld(t)
    const {origin, began} = await slowFetch(world)
    const look = async () => [
      await stateOf(world, origin.clone),
      await branchesOf(world, origin.clone),
      await branchesOf(world, origin.remote)
    ]
    const before = await look()
    const running = world.start(origin.clone, [...claimArgs('s1', 1), '--json'])
    await until('the fetch began', async () => isThere(began))
    running.kill(signal, whom)
    const {code, json} = readAnswer(await running.finished)
    // A fetch that was killed along with regmd is an interruption too.
    assert.deepEqual([code, json.error.code], [130, 'INTERRUPTED'], JSON.stringify(json))
    assert.deepEqual(await look(), before)
    await settle(world, origin)
    await checkTidy(world, origin.clone)
  })

  test(`${how} during the push: no claim that nothing was sent`, async (t) => {
    const world = await makeWorld(t)
    const {origin, began, ended} = await slowPush(world)
    const running = world.start(origin.clone, [...claimArgs('s1', 1), '--json'])
    await until('the push began', async () => isThere(began))
    running.kill(signal, whom)
    const {code, json} = readAnswer(await running.finished)
    assert.ok([0, 5].includes(code ?? -1), JSON.stringify(json))
    if (code === 5) assert.equal(json.error.code, 'OUTCOME_UNKNOWN')
    await settle(world, origin)
    // What was still on its way is there by now, if ever.
    if (whom === 'process') await until('the push is over', async () => isThere(ended))
    await settle(world, origin)
    await checkTidy(world, origin.clone)
  })
}

test('interrupted twice it ends at once', async (t) => {
  const world = await makeWorld(t)
  const {origin, began} = await slowFetch(world)
  const running = world.start(origin.clone, claimArgs('s1', 1))
  await until('the fetch began', async () => isThere(began))
  running.kill('SIGINT')
  await setTimeout(100)
  running.kill('SIGINT')
  assert.equal((await running.finished).code, 130)
  await settle(world, origin)
})

test('interrupted twice during a push it does not say that nothing was sent', async (t) => {
  const world = await makeWorld(t)
  const {origin, began} = await slowPush(world)
  const running = world.start(origin.clone, claimArgs('s1', 1))
  await until('the push began', async () => isThere(began))
  running.kill('SIGINT')
  await setTimeout(100)
  running.kill('SIGINT')
  const {code} = await running.finished
  assert.ok(code === 0 || code === 5, `exit code ${String(code)}`)
  await settle(world, origin)
})

/** `crash-kill.test.ts` kills at each step; here it is the clock that says when. */
const moments = amount({short: 4, long: 10})

/** How long an undisturbed claim takes here and now, in milliseconds. */
async function timeOf(world: World, folder: string): Promise<number> {
  const start = Date.now()
  const {code, stderr} = await world.run(folder, claimArgs('s12', 12))
  assert.equal(code, 0, stderr)
  return Date.now() - start
}

for (const isLocal of [false, true]) {
  const where = isLocal ? 'without a remote' : 'with a remote'
  test(`killed at any moment ${where}: the next command works (seed ${seed})`, async (t) => {
    const world = await makeWorld(t)
    const {remote, clone} = isLocal
      ? {remote: await makeLocal(world), clone: world.path('local')}
      : await makeOrigin(world)
    const branch = isLocal ? 'main' : 'registry'
    const longest = await timeOf(world, clone)
    const random = randomFrom(isLocal ? seed + 1 : seed)

    for (let number = 1; number <= moments; number++) {
      const session = `s${number}`
      const running = world.start(clone, claimArgs(session, number))
      // Later moments are the more interesting ones.
      await setTimeout(longest * Math.sqrt(random()))
      running.kill('SIGKILL', number % 2 === 0 ? 'group' : 'process')
      await running.finished

      const {code, json} = await world.ask(clone, claimArgs(session, number))
      assert.equal(code, 0, `${session}: ${JSON.stringify(json)}`)
      const holders = await holdersAt(world, remote, branch)
      assert.equal(holders.get(number), session)
      assert.equal(holders.size, number + 1)
    }

    const commits = await claimCommits(world, remote, branch)
    assert.equal(commits.length, moments + 1, 'one commit each, killed or not')
    if (isLocal) {
      assert.equal(await world.git(clone, 'status', '--porcelain'), '')
      const {stdout} = await world.tryGit(clone, ['show', `main:${registryPath}`])
      const oid = await world.git(clone, 'hash-object', '--no-filters', registryPath)
      assert.equal(oid, await world.git(clone, 'rev-parse', `main:${registryPath}`))
      assert.ok(stdout.length > 0)
    }
    for (const folder of [remote, clone]) await world.git(folder, 'fsck', '--no-dangling')
  })
}

test('what a killed process left is swept a day later, and what is younger is not', async (t) => {
  const world = await makeWorld(t)
  const {remote, clone} = await makeOrigin(world)
  const main = await tipOf(world, clone, 'main')
  const now = Date.now()
  const [old, young] = [now - 25 * 60 * 60 * 1000, now - 23 * 60 * 60 * 1000]
  for (const kind of ['fetch', 'pending']) {
    for (const time of [old, young]) {
      await world.git(clone, 'update-ref', `refs/regmd/${kind}/${time}-killed`, main)
    }
  }
  await settle(world, {remote, clone})
  const refs = await world.git(clone, 'for-each-ref', '--format=%(refname)', 'refs/regmd')
  assert.deepEqual(refs.split('\n'), [
    `refs/regmd/fetch/${young}-killed`,
    `refs/regmd/pending/${young}-killed`
  ])
})
