import assert from 'node:assert/strict'
import {describe, test} from 'node:test'
import {randomFrom} from '../../src/core/trial/random.ts'
import type {Clone} from '../../src/shell/selftest/field.ts'
import type {Recorded, Recorder, Wish} from '../../src/shell/selftest/recorder.ts'
import {type Bed, checkWhole, endOf, makeBed, ownThings, repeat, tell} from '../helpers/crash.ts'
import {amount, isLong, replay, seed} from '../helpers/fire.ts'
import {type World, makeWorld} from '../helpers/repository.ts'
import {missing, startServer} from '../helpers/servers.ts'
import {type Steps, type Strike, makeSteps} from '../helpers/steps.ts'
import {checkTrial, recordIn} from '../helpers/trial.ts'

const again = replay('test/fire/crash-kill.test.ts')
const random = randomFrom(seed)

/** A command that is struck, and where. */
interface Mode {
  readonly action: Wish['action']
  readonly over: 'file' | 'git' | 'http' | 'ssh' | 'nothing'
  /**
   * Each KILL, and some of the others; KILL to regmd at every fourth step and at the last ones; or so
   * many that the seed draws.
   */
  readonly strikes: Choice
}

/** In the short form the seed chooses one mode: over files, or one of two without a remote. */
const isEven = seed % 2 === 0

/** Strikes of one of the two. */
function oneOf(which: 0 | 1): number {
  return !isEven && (seed >> 1) % 2 === which ? 3 : 0
}

type Choice = 'all' | 'kills' | number

const modes: readonly Mode[] = [
  {
    action: 'claim',
    over: 'file',
    strikes: amount<Choice>({short: isEven ? 'kills' : 0, long: 'all'})
  },
  {action: 'claim', over: 'nothing', strikes: amount<Choice>({short: oneOf(0), long: 'all'})},
  {action: 'release', over: 'file', strikes: amount({short: 0, long: 30})},
  {action: 'release', over: 'nothing', strikes: amount({short: oneOf(1), long: 30})},
  ...(['git', 'http', 'ssh'] as const).map((over) => ({
    action: 'claim' as const,
    over,
    strikes: amount({short: 0, long: 12})
  }))
]

/** Of INT only what a terminal does: regmd takes it as TERM, and so does git. */
const blows = [
  ['KILL', 'regmd'],
  ['KILL', 'git'],
  ['KILL', 'both'],
  ['TERM', 'regmd'],
  ['TERM', 'git'],
  ['TERM', 'both'],
  ['INT', 'both']
] as const

/** Strikes of the same command, one after the other: the first, and repetitions. */
type Series = readonly [Strike, ...Strike[]]

function seriesOf(steps: number, which: Choice): readonly Series[] {
  const numbers = Array.from({length: steps}, (_, index) => index + 1)
  const all = numbers.flatMap((step) =>
    (['before', 'after'] as const).flatMap((when) =>
      blows.map(([signal, whom]): Strike => ({step, when, signal, whom}))
    )
  )
  if (which === 'all') {
    const [kills, others] = [true, false].map((isKill) =>
      all.filter(({signal}) => (signal === 'KILL') === isKill)
    )
    return [...(kills ?? []), ...drawn(others ?? [], 40)].map((strike) => [strike])
  }
  if (which !== 'kills') return drawn(all, which).map((strike) => [strike])
  const [early, late] = [numbers.slice(0, -3), numbers.slice(-3)]
  const [first = 1, ...others] = early.filter((step) => (step + seed) % 4 === 0)
  // From the push on, a repetition takes other steps.
  return [killsAt(first, others), ...late.map((step) => killsAt(step, []))]
}

function killsAt(step: number, later: readonly number[]): Series {
  const kill = {when: 'before', signal: 'KILL', whom: 'regmd'} as const
  return [{step, ...kill}, ...later.map((step) => ({step, ...kill}))]
}

function drawn(all: readonly Strike[], count: number): readonly Strike[] {
  return Array.from({length: count}, () => all[Math.floor(random() * all.length)]).flatMap(
    (strike) => strike ?? []
  )
}

/** Ends that are true, for each strike; the branch says the rest. */
function endsOf({signal, whom}: Strike): readonly (number | 'killed')[] {
  if (whom === 'git') return [0, 4, 5, 7]
  // Whoever is struck by its last step has ended before it noticed.
  if (signal === 'KILL') return ['killed']
  return whom === 'both' ? [0, 5, 130] : [0, 130]
}

/** Numbers of one bed; the next ones get a new one. */
const most = 24

interface Arena extends Bed {
  readonly steps: Steps
  readonly recorder: Recorder
}

async function makeArena(world: World, {over}: Mode): Promise<Arena> {
  const bed = await makeBed(world, over === 'nothing', most + 2)
  const steps = await makeSteps(world)
  const server = over === 'nothing' ? undefined : await startServer(world, over, world.root)
  if (server && over !== 'file') {
    await world.git(bed.clone, 'remote', 'set-url', 'origin', server.url('remote.git'))
  }
  const recorder = recordIn(world, {timeout: 30, env: server?.env ?? {}, program: steps.program})
  // The first claim of all starts the branch, and takes other steps.
  await recorder.perform(
    {directory: bed.clone, session: 'first'},
    {action: 'claim', number: most + 1}
  )
  return {...bed, steps, recorder}
}

/** Strikes one command and its repetitions, and then lets it be; how they ended. */
async function strikeAt(
  {steps, recorder, ...bed}: Arena,
  {clone, wish}: {readonly clone: Clone; readonly wish: Wish},
  series: Series
): Promise<readonly string[]> {
  if (wish.action === 'release') {
    await steps.arm()
    await recorder.perform(clone, {...wish, action: 'claim'})
  }

  const before = isLong ? await ownThings(bed) : undefined
  let why = `${again}\n${bed.clone}`
  let last: Recorded | undefined
  const ends: string[] = []
  for (const strike of series) {
    await steps.arm(strike)
    last = await recorder.perform(clone, wish, last?.id)
    const [call = 'nothing'] = (await steps.calls()).slice(strike.step - 1, strike.step)
    why += `\n${JSON.stringify(strike)} at git ${call}`
    assert.ok(endsOf(strike).includes(endOf(last)), `${why}\n${JSON.stringify(last)}`)
    ends.push(`${endOf(last)}`)
  }

  await steps.arm()
  if (last) await repeat(recorder, clone, last, why)
  if (isLong) {
    assert.deepEqual(await ownThings(bed), before, why)
    await checkWhole(bed.world, bed.clone, why)
  }
  return ends
}

/** Counts the calls of an undisturbed command. */
async function countSteps({steps, recorder, clone}: Arena, {action}: Mode): Promise<number> {
  await steps.arm()
  const ended =
    action === 'claim'
      ? await recorder.perform({directory: clone, session: 'second'}, {action, number: most + 2})
      : await recorder.perform({directory: clone, session: 'first'}, {action, number: most + 1})
  assert.equal(endOf(ended), 0, JSON.stringify(ended))
  return (await steps.calls()).length
}

/** Strikes commands of one bed; how they ended. */
async function strikeAll(
  arena: Arena,
  {action}: Mode,
  all: readonly Series[]
): Promise<readonly string[]> {
  const ends: string[] = []
  const before = await ownThings(arena)
  for (const [index, series] of all.entries()) {
    const clone = {directory: arena.clone, session: `s${index + 1}`}
    const target = {clone, wish: {action, number: index + 1}}
    ends.push(...(await strikeAt(arena, target, series)))
  }

  const {world, recorder, place} = arena
  await checkTrial(world, recorder, {...place, replay: again, isFaulty: true})
  // In the short form what is done after each strike in the long one is done once.
  assert.deepEqual(await ownThings(arena), before, again)
  for (const folder of new Set([arena.clone, place.repository])) {
    await checkWhole(world, folder, again)
  }
  return ends
}

// They wait more than they work.
describe('struck at each step', {concurrency: isLong ? 2 : 1}, () => {
  for (const mode of modes) {
    const {action, over, strikes} = mode
    if (strikes === 0) continue
    const skip = over === 'nothing' ? undefined : missing(over)
    const name = `${action} over ${over}, ${typeof strikes === 'number' ? 'some' : strikes}`

    test(name, {skip}, async (t) => {
      let arena = await makeArena(await makeWorld(t), mode)
      const count = await countSteps(arena, mode)
      assert.ok(count > 10, `${count} steps`)
      const all = seriesOf(count, strikes)
      const [ends, recorders]: [string[], Recorder[]] = [[], []]
      for (let from = 0; from < all.length; from += most) {
        if (from > 0) arena = await makeArena(await makeWorld(t), mode)
        ends.push(...(await strikeAll(arena, mode, all.slice(from, from + most))))
        recorders.push(arena.recorder)
      }

      const kinds = [...new Set(ends)].map(
        (end) => `${end}: ${ends.filter((each) => each === end).length}`
      )
      tell(t, recorders, `${ends.length} strikes at ${count} steps: ${kinds.join(', ')}; ${again}`)
    })
  }
})
