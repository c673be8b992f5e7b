import assert from 'node:assert/strict'
import {writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {type TestContext, describe, test} from 'node:test'
import {setTimeout as wait} from 'node:timers/promises'
import {randomFrom} from '../../src/core/trial/random.ts'
import type {Clone} from '../../src/shell/selftest/field.ts'
import type {Recorder} from '../../src/shell/selftest/recorder.ts'
import {type Bed, checkWhole, endOf, makeBed, repeat, tell} from '../helpers/crash.ts'
import {amount, replay, seed} from '../helpers/fire.ts'
import {type World, cloneOf, makeWorld, tipOf} from '../helpers/repository.ts'
import {missingStrace} from '../helpers/strace.ts'
import {checkTrial, recordIn, settle} from '../helpers/trial.ts'

const again = replay('test/fire/crash-server.test.ts')
const random = randomFrom(seed)

interface Arena extends Bed {
  readonly remote: string
  readonly recorder: Recorder
  readonly seats: readonly Clone[]
}

/** Ways to refuse whatever is sent; in the short form the seed chooses one. */
const refusals = amount({
  short: ['hook', 'disk', 'lock'].slice(seed % 3).slice(0, 1),
  long: ['hook', 'disk', 'lock']
})

async function makeArena(t: TestContext, count: number, timeout = 60): Promise<Arena> {
  const world = await makeWorld(t)
  const bed = await makeBed(world, false, Math.max(count, 4))
  const seats: Clone[] = []
  for (let number = 1; number <= count; number++) {
    const session = `s${number}`
    const folder = world.path(session)
    seats.push({session, directory: await cloneOf(world, bed.place.repository, folder)})
  }
  const remote = bed.place.repository
  return {...bed, remote, seats, recorder: recordIn(world, {timeout})}
}

async function finish(t: TestContext, arena: Arena, isFaulty: boolean): Promise<void> {
  const {world, recorder, place, remote} = arena
  await checkTrial(world, recorder, {...place, replay: again, isFaulty})
  await checkWhole(world, remote, again)
  tell(t, [recorder], again)
}

async function claimAll({recorder, seats}: Arena) {
  const wish = {action: 'claim', number: undefined} as const
  return Promise.all(seats.map(async (seat) => recorder.perform(seat, wish)))
}

/** One session claims number 1. */
async function claimFirst({recorder, seats: [seat]}: Arena) {
  assert.ok(seat)
  return {seat, ended: await recorder.perform(seat, {action: 'claim', number: 1})}
}

async function hook({world, remote}: Arena, name: string, ...lines: readonly string[]) {
  await world.script(join(remote, 'hooks', name), ...lines)
}

describe('the server', {concurrency: 2}, () => {
  test('its hooks take their time', async (t) => {
    const arena = await makeArena(t, amount({short: 2, long: 6}))
    const seconds = amount({short: ['0.2', '0.6'], long: ['0.2', '1', '2']})
    const which = `$(($$ % ${seconds.length} + 1))`
    const pick = `shift ${which}; sleep "$1"`
    await hook(arena, 'pre-receive', `set -- none ${seconds.join(' ')}`, pick)
    await hook(arena, 'update', 'sleep 0.1')
    for (const ended of await claimAll(arena)) assert.equal(endOf(ended), 0, again)
    await finish(t, arena, false)
  })

  const refusing = refusals.includes('hook') ? ['pre-receive', 'update'] : []
  for (const name of amount({short: refusing.slice(1), long: refusing})) {
    test(`its ${name} hook refuses`, async (t) => {
      const arena = await makeArena(t, 1)
      await hook(arena, name, 'exit 1')
      const {seat, ended} = await claimFirst(arena)
      assert.equal(endOf(ended), 8, again)
      assert.equal(await tipOf(arena.world, arena.remote, 'registry'), '')

      const once = arena.world.path('once')
      await hook(arena, name, `mkdir '${once}' 2>/dev/null && exit 1`, 'exit 0')
      await repeat(arena.recorder, seat, ended, again)
      await finish(t, arena, true)
    })
  }

  test('a stale lock on the branch', {skip: !refusals.includes('lock')}, async (t) => {
    const arena = await makeArena(t, 1, 10)
    const lock = join(arena.remote, 'refs/heads/registry.lock')
    await writeFile(lock, '')
    const {seat, ended} = await claimFirst(arena)
    assert.ok([4, 8].includes(Number(endOf(ended))), `${again}\n${JSON.stringify(ended)}`)
    assert.equal(await tipOf(arena.world, arena.remote, 'registry'), '')

    // Somebody takes it away while a claim goes on.
    const once = arena.world.path('once')
    await hook(arena, 'pre-receive', `mkdir '${once}' 2>/dev/null || rm -f '${lock}'`)
    await repeat(arena.recorder, seat, ended, again)
    await finish(t, arena, true)
  })

  const skip = refusals.includes('disk') ? missingStrace() : true
  test('nothing can be written there', {skip}, async (t) => {
    const arena = await makeArena(t, 1, 10)
    const {world, seats} = arena
    const [seat] = seats
    assert.ok(seat)
    const inject = 'inject=mkdir,link,rename:error=EROFS'
    const script = await world.script(
      world.path('receive-pack'),
      `exec strace -f -qq -o /dev/null -e trace=mkdir,link,rename -e ${inject} git-receive-pack "$@"`
    )
    await world.git(seat.directory, 'config', 'remote.origin.receivepack', script)
    const {ended} = await claimFirst(arena)
    assert.ok([7, 8].includes(Number(endOf(ended))), `${again}\n${JSON.stringify(ended)}`)
    assert.equal(await tipOf(world, arena.remote, 'registry'), '')
    await world.git(seat.directory, 'config', '--unset', 'remote.origin.receivepack')
    await repeat(arena.recorder, seat, ended, again)
    await finish(t, arena, true)
  })

  test('objects are pruned everywhere', async (t) => {
    const arena = await makeArena(t, amount({short: 2, long: 8}))
    const {world, recorder, seats, remote} = arena
    const prune = prunings(world, [remote, ...seats.map(({directory}) => directory)])
    for (let round = 0; round < amount({short: 1, long: 6}); round++) {
      for (const action of ['claim', 'release'] as const) {
        await Promise.all(
          seats.map(async (seat) => {
            const wish = {action, number: undefined}
            const first = await recorder.perform(seat, wish)
            const last = await settle(recorder, seat, first)
            // What git takes for garbage may be on its way: that is a failure of git's, and said.
            const why = `${again}\n${JSON.stringify(last)}`
            assert.ok([0, 3, 4, 6, 7, 8].includes(Number(endOf(last))), why)
            if (endOf(last) === 0) return
            await wait(Math.floor(random() * 100))
            await settle(recorder, seat, await recorder.perform(seat, wish))
          })
        )
      }
    }

    const times = await prune.stop()
    assert.ok(times > 0)
    t.diagnostic(`${times} times`)
    await finish(t, arena, true)
    for (const {directory} of seats) await checkWhole(world, directory, again)
  })
})

/** Collecting garbage without an end is a load of its own. */
const pauseMs = amount({short: 800, long: 20})

/** Prunes repositories, one after the other, until told to stop. */
function prunings(world: World, folders: readonly string[]) {
  const over = new AbortController()
  const work = (async () => {
    let times = 0
    while (!over.signal.aborted) {
      for (const folder of folders) {
        await world.tryGit(folder, ['gc', '--quiet', '--prune=now'])
        times++
        if (over.signal.aborted) break
        await wait(pauseMs)
      }
    }
    return times
  })()
  return {
    async stop(): Promise<number> {
      over.abort()
      return work
    }
  }
}
