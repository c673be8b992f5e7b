import assert from 'node:assert/strict'
import {type TestContext, describe, test} from 'node:test'
import {randomFrom} from '../../src/core/trial/random.ts'
import type {Clone} from '../../src/shell/selftest/field.ts'
import type {Recorder} from '../../src/shell/selftest/recorder.ts'
import {carryOut} from '../../src/shell/selftest/rounds.ts'
import {amount, isLong, replay, runs, seed} from '../helpers/fire.ts'
import {startProxy} from '../helpers/proxy.ts'
import {randomFaults} from '../helpers/random-faults.ts'
import {type World, cloneOf, makeOrigin, makeWorld, tipOf} from '../helpers/repository.ts'
import {type Kind, kinds, missing, startServer} from '../helpers/servers.ts'
import {type Place, checkTrial, recordIn} from '../helpers/trial.ts'

const again = replay('test/fire/races.test.ts')
const claimers = amount({short: 3, long: 16})
const rounds = runs({short: 1, long: 50})

/** Sessions, each in a clone of its own. */
async function makeClones(
  world: World,
  url: string,
  {count, options}: {readonly count: number; readonly options: readonly string[]}
): Promise<readonly Clone[]> {
  const clones: Clone[] = []
  for (let number = 1; number <= count; number++) {
    const session = `s${number}`
    clones.push({
      session,
      directory: await cloneOf(world, url, world.path(session), ...options)
    })
  }
  return clones
}

interface Game {
  readonly recorder: Recorder
  readonly clones: readonly Clone[]
  readonly isFaulty: boolean
}

/** All claim one number; who has it gives it back. */
async function contest({recorder, clones}: Game, number: number): Promise<void> {
  const ends = await Promise.all(
    clones.map(async (clone) => carryOut(recorder, clone, {action: 'claim', number}))
  )
  const winners = clones.filter((_, index) => ends[index]?.outcome.kind === 'done')
  assert.equal(winners.length, 1, again)
  for (const clone of winners) await carryOut(recorder, clone, {action: 'release', number})
}

/**
 * All claim whatever is free, and give it back. Who repeats a release of which it does not know what
 * became may be told that it holds nothing.
 */
async function share({recorder, clones, isFaulty}: Game): Promise<void> {
  for (const action of ['claim', 'release'] as const) {
    const ends = await Promise.all(
      clones.map(async (clone) => carryOut(recorder, clone, {action, number: undefined}))
    )
    if (isFaulty && action === 'release') return
    const others = ends.filter(({outcome}) => outcome.kind !== 'done')
    assert.deepEqual(others, [], again)
  }
}

async function makeGame(
  t: TestContext,
  kind: Kind,
  {
    count,
    timeout,
    isFaulty
  }: {readonly count: number; readonly timeout: number; readonly isFaulty: boolean}
) {
  const world = await makeWorld(t)
  const {remote} = await makeOrigin(world, {sessions: count})
  const server = await startServer(world, kind, world.root)
  const proxy = isFaulty ? await startProxy(t, server.port ?? 0) : undefined
  const direct = server.url('remote.git')
  const url = proxy ? proxy.url(direct) : direct
  const clones = await makeClones(world, url, {count, options: server.cloneOptions})
  const recorder = recordIn(world, {timeout, env: server.env})
  const place: Place = {
    repository: remote,
    branch: 'registry',
    start: await tipOf(world, remote, 'main')
  }
  const finish = async () => {
    proxy?.disarm()
    await proxy?.idle()
    assert.deepEqual(recorder.givenUp, [], again)
    await checkTrial(world, recorder, {...place, replay: again, isFaulty})
    t.diagnostic(tell(recorder))
  }
  return {recorder, clones, proxy, isFaulty, finish}
}

function tell({recorded}: Recorder): string {
  const unknown = recorded.filter(({outcome}) => outcome.kind === 'unknown').length
  const attempts = recorded.flatMap((each) => each.attempts ?? [])
  return `${recorded.length} operations, ${unknown} of them unknown at first, at most ${Math.max(...attempts)} attempts; ${again}`
}

for (const kind of kinds) {
  test(`${kind}: ${claimers} claimers, ${rounds} rounds`, {skip: missing(kind)}, async (t) => {
    const game = await makeGame(t, kind, {count: claimers, timeout: 120, isFaulty: false})
    for (let round = 0; round < rounds; round++) await contest(game, (round % claimers) + 1)
    if (isLong || kind === 'file') await share(game)
    await game.finish()
  })
}

const enough = runs({short: 6, long: 1500})

// Where the network fails they wait more than they work.
describe('while the network fails', {concurrency: 2}, () => {
  for (const kind of ['git', 'http'] as const) {
    test(`${kind}: ${enough} operations`, {skip: missing(kind)}, async (t) => {
      const count = amount({short: 3, long: 8})
      const game = await makeGame(t, kind, {count, timeout: 8, isFaulty: true})
      const choose = randomFaults(randomFrom(seed))
      let met = 0
      game.proxy?.arm((request) => {
        const fault = choose(request)
        if (fault.kind !== 'none') met++
        return fault
      })
      for (let round = 0; game.recorder.recorded.length < enough; round++) {
        await contest(game, (round % count) + 1)
        await share(game)
      }
      await game.finish()
      t.diagnostic(`${met} requests met a fault`)
    })
  }
})
