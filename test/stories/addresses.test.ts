import assert from 'node:assert/strict'
import {join} from 'node:path'
import {test} from 'node:test'
import {claimArgs, initRepository, makeOrigin, makeWorld, tipOf} from '../helpers/repository.ts'

test('a clone of a remote of any name claims on it, whatever its branches are called', async (t) => {
  const world = await makeWorld(t)
  const {remote, clone} = await makeOrigin(world)
  await world.git(clone, 'remote', 'rename', 'origin', 'up')
  await world.git(clone, 'branch', '--move', 'main', 'trunk')
  const main = await tipOf(world, clone, 'trunk')
  const {code, json} = await world.ask(clone, claimArgs('s1', 1))
  assert.deepEqual([code, json.data?.['remote'], json.data?.['branch']], [0, 'up', 'registry'])
  assert.equal(await tipOf(world, clone, 'trunk'), main)
  assert.notEqual(await tipOf(world, remote, 'registry'), '')
})

test('of several remotes none of which is usual, none is guessed', async (t) => {
  const world = await makeWorld(t)
  const {remote, clone} = await makeOrigin(world)
  await world.git(clone, 'remote', 'rename', 'origin', 'one')
  await world.git(clone, 'remote', 'add', 'two', remote)
  await world.git(clone, 'config', '--unset', 'branch.main.remote').catch(() => '')
  const {code, json} = await world.ask(clone, claimArgs('s1', 1))
  assert.deepEqual([code, json.error.code], [2, 'USAGE'])
  assert.match(json.error.hint ?? '', /--remote one/u)
  assert.equal((await world.ask(clone, [...claimArgs('s1', 1), '--remote', 'two'])).code, 0)
})

test('a claim that lands in another repository than is read is not called a claim', async (t) => {
  const world = await makeWorld(t)
  const {remote, clone} = await makeOrigin(world)
  const fork = await initRepository(world, world.path('fork.git'), '--bare')
  await world.git(remote, 'push', '--quiet', fork, 'main')
  await world.git(clone, 'config', 'remote.origin.pushurl', fork)
  const {code, json} = await world.ask(clone, claimArgs('s1', 1))
  assert.deepEqual([code, json.error.code], [7, 'REMOTE_UNAVAILABLE'])
  assert.equal(await tipOf(world, remote, 'registry'), '')
})

test('two addresses of one repository are one', async (t) => {
  const world = await makeWorld(t)
  const {remote, clone} = await makeOrigin(world)
  await world.git(clone, 'config', 'remote.origin.pushurl', `file://${remote}`)
  assert.equal((await world.ask(clone, claimArgs('s1', 1))).code, 0)
  assert.notEqual(await tipOf(world, remote, 'registry'), '')
})

test('a mirror takes a claim like any other remote', async (t) => {
  const world = await makeWorld(t)
  const {remote, clone} = await makeOrigin(world)
  await world.git(clone, 'config', 'remote.origin.mirror', 'true')
  assert.equal((await world.ask(clone, claimArgs('s1', 1))).code, 0)
  assert.notEqual(await tipOf(world, remote, 'registry'), '')
})

test('options for pushes of other kinds are left out', async (t) => {
  const world = await makeWorld(t)
  const {remote, clone} = await makeOrigin(world)
  await world.git(clone, 'config', 'push.pushOption', 'x')
  assert.equal((await world.ask(clone, claimArgs('s1', 1))).code, 0)
  assert.notEqual(await tipOf(world, remote, 'registry'), '')
})

test('without a place for temporary files a claim works all the same', async (t) => {
  const world = await makeWorld(t)
  const {clone} = await makeOrigin(world)
  const env = {TMPDIR: join(world.root, 'nowhere')}
  assert.equal((await world.ask(clone, claimArgs('s1', 1), {env})).code, 0)
})

test('history is read whatever a person has set for messages of their own', async (t) => {
  const world = await makeWorld(t)
  const {clone} = await makeOrigin(world)
  assert.equal((await world.ask(clone, claimArgs('s1', 1))).code, 0)
  await world.git(clone, 'config', 'core.commentChar', 'R')
  await world.git(clone, 'config', 'trailer.separators', '=')
  const {json} = await world.ask(clone, ['history', '1'])
  assert.equal(JSON.stringify(json).includes('"action":"claim"'), true, JSON.stringify(json))
})

test('a claim in a hook of a push of regmd does not push again', async (t) => {
  const world = await makeWorld(t)
  const {clone} = await makeOrigin(world)
  const env = {REGMD_PUSHING: '1'}
  const {code, json} = await world.ask(clone, claimArgs('s1', 1), {env})
  assert.deepEqual([code, json.error.code], [2, 'USAGE'])
})

test('the next command is one that whoever came by npx can run', async (t) => {
  const world = await makeWorld(t)
  const {clone} = await makeOrigin(world)
  const env = {npm_command: 'exec'}
  const {json} = await world.ask(clone, ['claim', '--session', 's1'], {env})
  assert.match(json.error.hint ?? '', /^npx regmd claim /u)
})
