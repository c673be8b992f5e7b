import assert from 'node:assert/strict'
import {randomUUID} from 'node:crypto'
import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {type TestContext, describe, test} from 'node:test'
import {setTimeout as wait} from 'node:timers/promises'
import {checkHistory, checkTidy, claimCommits, holdersAt, race, tally} from '../helpers/race.ts'
import {
  type World,
  claimArgs,
  cloneOf,
  makeOrigin,
  makeWorld,
  tipOf
} from '../helpers/repository.ts'

const folder = 'refs/regmd/queue/registry'

interface Stage {
  readonly world: World
  /** Bare repository. */
  readonly remote: string
  readonly clones: readonly string[]
}

/** Clones of a remote, each with an author of its own: `s1`, `s2`, … */
async function makeStage(t: TestContext, count: number): Promise<Stage> {
  const world = await makeWorld(t)
  const {remote} = await makeOrigin(world)
  const clones: string[] = []
  for (let number = 1; number <= count; number++) {
    const clone = await cloneOf(world, remote, world.path(`s${number}`))
    await world.git(clone, 'config', 'user.name', `s${number}`)
    clones.push(clone)
  }

  return {world, remote, clones}
}

/** Has each push take its time, and note its refs in a line. */
async function slowDown({world, remote}: Stage): Promise<string> {
  const log = world.path('pushes')
  const note = `cut -d' ' -f3 | tr '\\n' ' ' >> '${log}'; echo >> '${log}'; sleep 0.7`
  await world.script(join(remote, 'hooks/pre-receive'), note)
  return log
}

/** Names of the requests on the remote, without what was there before. */
async function requestsOn({world, remote}: Stage): Promise<readonly string[]> {
  const refs = await world.git(remote, 'for-each-ref', '--format=%(refname)', folder)
  return refs.split('\n').filter((name) => name !== '')
}

/** Puts something in the queue that nobody can read, so that those who come have to wait behind it. */
async function putJunk({world, remote}: Stage): Promise<string> {
  const ref = `${folder}/${Date.now()}-${randomUUID()}`
  await world.git(remote, 'update-ref', ref, await tipOf(world, remote, 'main'))
  return ref
}

/** Starts a claim, and sends its process a signal while it waits in the queue, or some time later. */
async function claimAndThen(
  stage: Stage,
  {
    number,
    signal,
    afterMs = 0
  }: {readonly number: number; readonly signal: 'SIGKILL' | 'SIGINT'; readonly afterMs?: number}
) {
  const {world, clones} = stage
  const before = await requestsOn(stage)
  const running = world.start(clones[0] ?? '', [...claimArgs('s1', number), '--json'])
  for (let looks = 0; (await requestsOn(stage)).length === before.length; looks++) {
    assert.ok(looks < 400, 'It puts no request in the queue')
    await wait(20)
  }
  await wait(afterMs)
  const start = performance.now()
  running.kill(signal)
  const finished = await running.finished
  return {...finished, endedMs: performance.now() - start}
}

test('who loses waits in the queue, and one push carries out what waits', async (t) => {
  const count = 6
  const stage = await makeStage(t, count)
  const {world, remote, clones} = stage
  const log = await slowDown(stage)
  const racers = clones.map((cwd, at) => ({cwd, session: `s${at + 1}`, number: at + 1}))
  const outcomes = await race(world, racers)

  assert.deepEqual(tally(outcomes), {0: count})
  await checkHistory(world, {folder: remote, branch: 'registry'}, outcomes)
  const commits = await claimCommits(world, remote, 'registry')
  assert.equal(commits.length, count, 'one commit each')
  const authors = await world.git(
    remote,
    'log',
    '--format=%an %(trailers:key=Registry-Session,valueonly,separator=)',
    'main..registry'
  )
  for (const line of authors.split('\n')) assert.match(line, /^(s\d) \1$/u)
  const told = [...outcomes.values()].map(({json}) => json.data['commit'])
  assert.deepEqual(new Set(told), new Set(commits), 'each is told its own commit')
  const pushes = (await readFile(log, 'utf8')).trim().split('\n')
  assert.ok(pushes.length <= 3 * count, `${pushes.length} pushes`)
  assert.ok(
    pushes.some((refs) => refs.includes('refs/heads/registry') && refs.includes(folder)),
    'nothing was folded'
  )
  assert.deepEqual(await requestsOn(stage), [])
  await checkTidy(world, remote, ...clones)
})

describe('remotes on which nobody can wait', {concurrency: 2}, () => {
  test('one that takes no other refs', async (t) => {
    const stage = await makeStage(t, 4)
    const hook = 'case "$1" in refs/heads/*) exit 0;; *) exit 1;; esac'
    await stage.world.script(join(stage.remote, 'hooks/update'), hook)
    await checkRace(stage)
  })

  test('one that deletes no refs', async (t) => {
    const stage = await makeStage(t, 4)
    await stage.world.git(stage.remote, 'config', 'receive.denyDeletes', 'true')
    await checkRace(stage)
  })

  test('one that shows no other refs', async (t) => {
    const stage = await makeStage(t, 4)
    await stage.world.git(stage.remote, 'config', 'uploadpack.hideRefs', 'refs/regmd')
    await checkRace(stage)
  })

  test('one that cannot push refs together', async (t) => {
    const stage = await makeStage(t, 4)
    await stage.world.git(stage.remote, 'config', 'receive.advertiseAtomic', 'false')
    await checkRace(stage)
  })
})

/** All get in, each with a commit of its own. */
async function checkRace(stage: Stage): Promise<void> {
  const {world, remote, clones} = stage
  await slowDown(stage)
  const racers = clones.map((cwd, at) => ({cwd, session: `s${at + 1}`, number: at + 1}))
  const outcomes = await race(world, racers)
  assert.deepEqual(tally(outcomes), {0: clones.length})
  await checkHistory(world, {folder: remote, branch: 'registry'}, outcomes)
  assert.equal((await claimCommits(world, remote, 'registry')).length, clones.length)
}

test('a claim that is killed in the queue is carried out by the next one', async (t) => {
  const stage = await makeStage(t, 3)
  const {world, remote, clones} = stage
  await putJunk(stage)
  await claimAndThen(stage, {number: 5, signal: 'SIGKILL'})
  assert.equal((await requestsOn(stage)).length, 2)

  const refused = await world.ask(clones[1] ?? '', claimArgs('s2', 5))
  assert.equal(refused.json.error.code, 'NUMBER_TAKEN')
  assert.equal(refused.json.error.details['holder'], 's1')
  const done = await world.ask(clones[2] ?? '', claimArgs('s3', 6))
  assert.equal(done.code, 0)
  assert.deepEqual(
    await holdersAt(world, remote, 'registry'),
    new Map([
      [5, 's1'],
      [6, 's3']
    ])
  )
  assert.deepEqual(await requestsOn(stage), [])
})

test('what was killed in the queue a day ago never comes', async (t) => {
  const stage = await makeStage(t, 2)
  const {world, remote, clones} = stage
  const junk = await putJunk(stage)
  await claimAndThen(stage, {number: 5, signal: 'SIGKILL'})
  const left = (await requestsOn(stage)).find((ref) => ref !== junk) ?? ''
  const aged = left.replace(/\d{13}/u, String(Date.now() - 25 * 60 * 60 * 1000))
  await world.git(remote, 'update-ref', aged, left)
  await world.git(remote, 'update-ref', '-d', left)

  const {code} = await world.ask(clones[1] ?? '', claimArgs('s2', 5))
  assert.equal(code, 0)
  assert.deepEqual(await holdersAt(world, remote, 'registry'), new Map([[5, 's2']]))
  assert.deepEqual(await requestsOn(stage), [])
})

test('the same command again settles what was killed in the queue', async (t) => {
  const stage = await makeStage(t, 1)
  const {world, remote, clones} = stage
  await putJunk(stage)
  await claimAndThen(stage, {number: 5, signal: 'SIGKILL'})

  const {code} = await world.ask(clones[0] ?? '', claimArgs('s1', 5))
  assert.equal(code, 0)
  assert.deepEqual(await holdersAt(world, remote, 'registry'), new Map([[5, 's1']]))
  assert.equal((await claimCommits(world, remote, 'registry')).length, 1)
})

test('a claim that is interrupted in the queue never comes', async (t) => {
  const stage = await makeStage(t, 2)
  const {world, remote, clones} = stage
  await putJunk(stage)
  const {code} = await claimAndThen(stage, {number: 5, signal: 'SIGINT'})
  assert.equal(code, 130)
  assert.equal(await tipOf(world, remote, 'registry'), '')

  const done = await world.ask(clones[1] ?? '', claimArgs('s2', 6))
  assert.equal(done.code, 0)
  assert.deepEqual(await holdersAt(world, remote, 'registry'), new Map([[6, 's2']]))
  assert.deepEqual(await requestsOn(stage), [])
})

test('who interrupts does not wait for the next look', async (t) => {
  const stage = await makeStage(t, 2)
  const {world, remote, clones} = stage
  const start = performance.now()
  assert.equal((await world.ask(clones[1] ?? '', claimArgs('s2', 4))).code, 0)
  const claimMs = performance.now() - start

  // So many that nobody looks again for seconds.
  const tip = await tipOf(world, remote, 'main')
  const junk = Array.from({length: 400}, () => {
    return `create ${folder}/${Date.now()}-${randomUUID()} ${tip}\n`
  })
  await world.tryGit(remote, ['update-ref', '--stdin'], {input: junk.join('')})
  const afterMs = 3 * claimMs
  const {code, endedMs} = await claimAndThen(stage, {number: 5, signal: 'SIGINT', afterMs})
  assert.equal(code, 130)
  assert.ok(endedMs < 6 * claimMs, `${endedMs} ms, beside ${claimMs} ms for a claim`)
})

test('what has waited for long is in nobody’s way', async (t) => {
  const stage = await makeStage(t, 1)
  const {world, remote, clones} = stage
  const old = `${folder}/${Date.now() - 60_000}-${randomUUID()}`
  await world.git(remote, 'update-ref', old, await tipOf(world, remote, 'main'))

  const {code, json} = await world.ask(clones[0] ?? '', claimArgs('s1', 5))
  assert.equal(code, 0)
  assert.equal(json.data['attempts'], 1)
})

test('commits that their authors have to sign wait for nobody', async (t) => {
  const stage = await makeStage(t, 1)
  const {world, clones} = stage
  await putJunk(stage)
  const [clone = ''] = clones
  const key = world.path('key')
  await world.launch('ssh-keygen', world.root, ['-q', '-t', 'ed25519', '-N', '', '-f', key])
    .finished
  for (const [name, value] of [
    ['gpg.format', 'ssh'],
    ['user.signingkey', `${key}.pub`],
    ['commit.gpgsign', 'true']
  ] as const) {
    await world.git(clone, 'config', name, value)
  }

  const {code, json} = await world.ask(clone, claimArgs('s1', 5))
  assert.equal(code, 0, JSON.stringify(json))
  const commit = String(json.data['commit'])
  assert.match(await world.git(clone, 'cat-file', 'commit', commit), /BEGIN SSH SIGNATURE/u)
})
