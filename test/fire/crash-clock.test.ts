import assert from 'node:assert/strict'
import {spawnSync} from 'node:child_process'
import {mkdir} from 'node:fs/promises'
import {join} from 'node:path'
import {describe, test} from 'node:test'
import type {Recorder} from '../../src/shell/selftest/recorder.ts'
import {type Bed, checkWhole, endOf, makeBed, tell} from '../helpers/crash.ts'
import {amount, isLong, replay} from '../helpers/fire.ts'
import {packageRoot} from '../helpers/package-root.ts'
import {claimCommits, holdersAt} from '../helpers/race.ts'
import {type World, cloneOf, isThere, makeWorld, until} from '../helpers/repository.ts'
import {findCommand, missingOf} from '../helpers/servers/command.ts'
import {checkTrial, recordIn} from '../helpers/trial.ts'

const again = replay('test/fire/crash-clock.test.ts')

/** Clocks of three machines; a session is named after its own. */
const clocks = {past: '-1h', present: undefined, future: '+1h'} as const
const names = Object.keys(clocks).filter((name) => isLong || name !== 'present')

/** Says why clocks cannot be put wrong on this machine. */
function missingFaketime(): string | undefined {
  const program = findCommand('faketime')
  const missing = missingOf({faketime: program})
  if (program === undefined) return missing
  const {stdout} = spawnSync(program, ['-f', '-1h', process.execPath, '-p', 'Date.now()'])
  const skew = Date.now() - Number(stdout.toString())
  return Math.abs(skew - 3_600_000) < 600_000 ? undefined : 'faketime has no effect'
}

interface Arena extends Bed {
  readonly recorder: Recorder
}

async function makeArena(world: World): Promise<Arena> {
  const bed = await makeBed(world, false, 6)
  const script = await world.script(
    world.path('by-clock'),
    'case $REGMD_SESSION in',
    ...Object.entries(clocks).flatMap(([name, skew]) =>
      skew === undefined ? [] : [`(${name}*) exec faketime -f ${skew} "$@";;`]
    ),
    'esac',
    'exec "$@"'
  )
  const program = [script, process.execPath, join(packageRoot, 'dist/bin.cjs')] as const
  const env = {FAKETIME_DONT_FAKE_MONOTONIC: '1'}
  return {...bed, recorder: recordIn(world, {timeout: 60, program, env})}
}

describe('clocks that are an hour wrong', {skip: missingFaketime()}, () => {
  test('who was first is told by the branch', async (t) => {
    const world = await makeWorld(t)
    const {recorder, place, ...bed} = await makeArena(world)
    const remote = place.repository
    const seats = await Promise.all(
      names.map(async (session) => {
        const directory = await cloneOf(world, remote, world.path(session))
        return {session, directory}
      })
    )
    const perform = async (wish: {action: 'claim' | 'release'; number: number | undefined}) =>
      Promise.all(seats.map(async (seat) => recorder.perform(seat, wish)))

    for (let round = 0; round < amount({short: 0, long: 10}); round++) {
      await perform({action: 'claim', number: 1})
      await perform({action: 'release', number: undefined})
    }
    const ended = await perform({action: 'claim', number: undefined})
    assert.ok(
      ended.every((one) => endOf(one) === 0),
      `${again}\n${JSON.stringify(ended)}`
    )

    const commits = (await claimCommits(world, remote, 'registry')).slice(-names.length)
    const {json} = await world.ask(bed.clone, ['history'])
    const entries = json.data['entries'] as readonly {commit: string; action: string}[]
    const told = entries.filter(({action}) => action === 'claim').map(({commit}) => commit)
    assert.deepEqual(told.slice(-names.length), commits, again)
    assert.equal((await world.run(bed.clone, ['history', '--verify'])).code, 0, again)
    const status = await world.ask(bed.clone, ['status'])
    assert.equal(status.json.data['registered'], (await holdersAt(world, remote, 'registry')).size)
    await checkTrial(world, recorder, {...place, replay: again, isFaulty: false})
    tell(t, [recorder], again)
  })

  // What looks an hour old, or two, may be at work this moment.
  for (const slow of amount({short: ['past'], long: ['past', 'present']})) {
    const quick = 'future'
    test(`the ${quick} leaves the ${slow} its refs`, async (t) => {
      const world = await makeWorld(t)
      const {recorder, place, clone} = await makeArena(world)
      const [began, gate] = [world.path('began'), world.path('gate')]
      await world.script(
        join(place.repository, 'hooks/pre-receive'),
        `mkdir '${began}' 2>/dev/null || exit 0`,
        `for try in $(seq 600); do [ -e '${gate}' ] && break; sleep 0.1; done`
      )
      const seat = (session: string) => ({session, directory: clone})
      const first = recorder.perform(seat(slow), {action: 'claim', number: 1})
      await until('the push began', async () => isThere(began))
      const refs = async () => world.git(clone, 'for-each-ref', 'refs/regmd')
      const before = await refs()
      assert.notEqual(before, '')
      const second = await recorder.perform(seat(quick), {action: 'claim', number: 2})
      assert.equal(endOf(second), 0, again)
      const after = await refs()
      await mkdir(gate)
      assert.equal(endOf(await first), 0, again)
      assert.equal(after, before, `${again}\n${clone}`)
      assert.equal(await refs(), '')
      await checkTrial(world, recorder, {...place, replay: again, isFaulty: false})
      await checkWhole(world, clone, again)
    })
  }
})
