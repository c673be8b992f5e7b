import assert from 'node:assert/strict'
import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {type TestContext, test} from 'node:test'
import {
  type World,
  claimArgs,
  cloneOf,
  isThere,
  makeOrigin,
  makeWorld,
  tipOf,
  until
} from '../helpers/repository.ts'
import {holdersAt} from '../helpers/race.ts'
import {type Kind, kinds, missing, startServer} from '../helpers/servers.ts'

/** A world with an origin, which a server serves, and a clone that reaches it so. */
interface Bed {
  readonly world: World
  readonly remote: string
  readonly clone: string
  readonly stop: () => Promise<void>
}

async function makeBed(t: TestContext, kind: Kind): Promise<Bed> {
  const world = await makeWorld(t)
  const {remote} = await makeOrigin(world)
  const server = await startServer(world, kind, world.root)
  const url = server.url('remote.git')
  const clone = await cloneOf(world, url, world.path('reader'), ...server.cloneOptions)
  return {world, remote, clone, stop: server.stop}
}

async function commit(world: World, folder: string, name: string): Promise<string> {
  await world.git(folder, 'commit', '--quiet', '--allow-empty', '-m', name)
  return world.git(folder, 'rev-parse', 'HEAD')
}

async function pushWithLease(
  {world, clone}: Bed,
  branch: string,
  expected: string
): Promise<number | null> {
  const lease = `--force-with-lease=refs/heads/${branch}:${expected}`
  const args = ['push', '--porcelain', lease, 'origin', `HEAD:refs/heads/${branch}`]
  return (await world.tryGit(clone, args)).code
}

/** Whether a process has ended, for itself at least. */
async function isGone(world: World, pid: number): Promise<boolean> {
  const {finished} = world.launch('ps', '/', ['-o', 'stat=', '-p', String(pid)])
  return /^Z|^$/u.test((await finished).stdout.toString())
}

/** Processes that have the world's folder in their command line. */
async function processesOf(world: World): Promise<readonly string[]> {
  const {finished} = world.launch('ps', '/', ['-eo', 'stat=,pid=,args='])
  const lines = (await finished).stdout.toString().split('\n')
  return lines.filter((line) => line.includes(world.root) && !line.startsWith('Z'))
}

for (const kind of kinds) {
  const skip = missing(kind)

  test(`${kind}: serves clone, fetch and push with lease`, {skip}, async (t) => {
    const bed = await makeBed(t, kind)
    const {world, remote, clone} = bed
    const start = await tipOf(world, remote, 'main')
    assert.equal(await world.git(clone, 'rev-parse', 'HEAD'), start)

    const mine = await commit(world, clone, 'mine')
    assert.equal(await pushWithLease(bed, 'main', start), 0)
    assert.equal(await tipOf(world, remote, 'main'), mine)
    assert.equal(await pushWithLease(bed, 'new', ''), 0)
    assert.equal(await tipOf(world, remote, 'new'), mine)

    await commit(world, clone, 'late')
    assert.equal(await pushWithLease(bed, 'main', start), 1, 'the lease is stale')
    assert.equal(await pushWithLease(bed, 'new', ''), 1, 'the branch is there')
    assert.equal(await tipOf(world, remote, 'main'), mine)

    await world.git(remote, 'branch', 'other', start)
    await world.git(clone, 'fetch', '--quiet')
    assert.equal(await world.git(clone, 'rev-parse', 'origin/other'), start)
  })

  test(`${kind}: regmd claims`, {skip}, async (t) => {
    const {world, remote, clone} = await makeBed(t, kind)
    const {code, json} = await world.ask(clone, claimArgs('s1', 1))
    assert.equal(code, 0, json.error?.message)
    assert.deepEqual(await holdersAt(world, remote, 'registry'), new Map([[1, 's1']]))
    assert.equal(json.data['commit'], await tipOf(world, remote, 'registry'))
  })

  test(`${kind}: stops in the midst of a push`, {skip: skip ?? kind === 'file'}, async (t) => {
    const {world, remote, clone, stop} = await makeBed(t, kind)
    const file = world.path('hook.pid')
    const hook = join(remote, 'hooks/pre-receive')
    await world.script(hook, `echo $$ >${file}.new && mv ${file}.new ${file}`, 'exec sleep 100')
    await commit(world, clone, 'mine')
    const push = world.launch('git', clone, ['push', '--quiet', 'origin', 'main'])
    await until('the hook runs', async () => isThere(file))
    const pid = Number(await readFile(file, 'utf8'))
    assert.ok((await processesOf(world)).length > 0)

    await stop()
    assert.ok(await isGone(world, pid), 'the hook runs on')
    assert.deepEqual(await processesOf(world), [])
    assert.notEqual((await push.finished).code, 0)
  })
}

test('a server ends with its test, also when it fails', async (t) => {
  const worlds: World[] = []
  for (const kind of kinds.filter((kind) => missing(kind) === undefined)) {
    await t.test(`${kind}: passes`, async (t) => {
      const world = await makeWorld(t)
      worlds.push(world)
      await startServer(world, kind, world.root)
    })
  }

  for (const world of worlds) assert.deepEqual(await processesOf(world), [])
})
