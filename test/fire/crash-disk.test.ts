import assert from 'node:assert/strict'
import {rm} from 'node:fs/promises'
import {describe, test} from 'node:test'
import {randomFrom} from '../../src/core/trial/random.ts'
import type {Recorder} from '../../src/shell/selftest/recorder.ts'
import {
  type Bed,
  checkWhole,
  endOf,
  locksIn,
  makeBed,
  ownThings,
  repeat,
  tell
} from '../helpers/crash.ts'
import {amount, isLong, replay, seed} from '../helpers/fire.ts'
import {type World, makeWorld} from '../helpers/repository.ts'
import {type Steps, makeSteps} from '../helpers/steps.ts'
import {type Call, type Failing, failing, missingStrace, traceInto} from '../helpers/strace.ts'
import {checkTrial, recordIn} from '../helpers/trial.ts'

const again = replay('test/fire/crash-disk.test.ts')
const random = randomFrom(seed)

/** A call that fails in one step of a claim, or in all of them. */
interface Fault extends Failing {
  readonly step: number | 'all'
}

/** Claims of one bed. */
const most = 24

interface Arena extends Bed {
  readonly steps: Steps
  readonly recorder: Recorder
}

async function makeArena(world: World, isLocal: boolean): Promise<Arena> {
  const bed = await makeBed(world, isLocal, most + 2)
  const steps = await makeSteps(world)
  const recorder = recordIn(world, {timeout: 20, program: steps.program})
  await recorder.perform({directory: bed.clone, session: 'first'}, claimOf(most + 1))
  return {...bed, steps, recorder}
}

function claimOf(number: number) {
  return {action: 'claim' as const, number}
}

/** All faults that one claim can meet in a step that changes files. */
async function faultsOf({world, steps, recorder, clone}: Arena): Promise<readonly Fault[]> {
  const traces = await traceInto(world)
  await steps.wrap('all', ...traces.program)
  const ended = await recorder.perform({directory: clone, session: 'second'}, claimOf(most + 2))
  assert.equal(endOf(ended), 0, JSON.stringify(ended))
  const counts = [...(await traces.counts())].filter(([, calls]) => isWriter(calls))
  assert.ok(counts.length >= 3, `${counts.length} steps that write`)
  return counts.flatMap(([step, calls]) =>
    [...calls].flatMap(([call, count]) =>
      Array.from({length: count}, (_, index) => index + 1).flatMap((at) => [
        {step, call, at, fault: at % 2 === 0 ? ('error=EIO' as const) : ('error=ENOSPC' as const)},
        {step, call, at, fault: 'signal=KILL' as const}
      ])
    )
  )
}

function isWriter(calls: ReadonlyMap<Call, number>): boolean {
  return (['link', 'rename', 'mkdir'] as const).some((call) => (calls.get(call) ?? 0) > 0)
}

/** Files are opened often, mostly to be read: of those the seed draws some. */
function draw(faults: readonly Fault[], counts: {readonly files: number; readonly opened: number}) {
  const pick = (some: readonly Fault[], count: number) =>
    count >= some.length
      ? some
      : Array.from({length: count}, () => some[Math.floor(random() * some.length)]).flatMap(
          (fault) => fault ?? []
        )
  return [
    ...pick(
      faults.filter(({call}) => call !== 'openat'),
      counts.files
    ),
    ...pick(
      faults.filter(({call}) => call === 'openat'),
      counts.opened
    )
  ]
}

/** A disk that is full all the time. */
const full = (['rename', 'mkdir', 'link'] as const).map((call): Fault => ({
  step: 'all',
  call,
  fault: 'error=ENOSPC',
  at: 'always'
}))

/** Lets one claim run into a fault, and repeats it. */
async function claimInto(arena: Arena, fault: Fault, number: number): Promise<string> {
  const {steps, recorder, world, place} = arena
  const clone = {directory: arena.clone, session: `s${number}`}
  const why = `${again}\n${arena.clone}\n${JSON.stringify(fault)}`
  const before = await ownThings(arena)
  await steps.wrap(fault.step, ...failing(fault))
  const first = await recorder.perform(clone, claimOf(number))
  assert.ok([0, 4, 5, 7, 8].includes(Number(endOf(first))), `${why}\n${JSON.stringify(first)}`)

  await steps.arm()
  const folders = [...new Set([arena.clone, place.repository])]
  const locks = (await Promise.all(folders.map((folder) => locksIn(world, folder)))).flat()
  // Git could not take its own lock away; it says so, and leaves it to people.
  const mayLeaveLock = fault.fault === 'signal=KILL' || fault.call === 'unlink'
  if (locks.length > 0) assert.ok(mayLeaveLock, `${why}\n${locks.join('\n')}`)
  for (const lock of locks) await rm(lock)
  await repeat(recorder, clone, first, why)
  assert.deepEqual(await ownThings(arena), before, why)
  for (const folder of folders) await checkWhole(world, folder, why)
  return `${endOf(first)}${locks.length > 0 ? ' and a lock' : ''}`
}

describe('files fail', {concurrency: isLong ? 2 : 1}, () => {
  const both = [false, true]
  for (const isLocal of amount({short: both.slice(seed % 2).slice(0, 1), long: both})) {
    const where = isLocal ? 'without a remote' : 'with a remote'
    const counts = amount({
      short: {files: 1, opened: 1},
      long: {files: isLocal ? 40 : 60, opened: 10}
    })

    test(`a claim ${where}`, {skip: missingStrace()}, async (t) => {
      let arena = await makeArena(await makeWorld(t), isLocal)
      const faults = await faultsOf(arena)
      const drawn = [...draw(faults, counts), ...full.slice(0, amount({short: 1, long: 3}))]
      const [ends, recorders]: [string[], Recorder[]] = [[], []]
      for (let from = 0; from < drawn.length; from += most) {
        if (from > 0) arena = await makeArena(await makeWorld(t), isLocal)
        for (const [index, fault] of drawn.slice(from, from + most).entries()) {
          ends.push(await claimInto(arena, fault, index + 1))
        }

        const {world, recorder, place} = arena
        await checkTrial(world, recorder, {...place, replay: again, isFaulty: true})
        recorders.push(recorder)
      }

      const kinds = [...new Set(ends)].map(
        (end) => `${end}: ${ends.filter((each) => each === end).length}`
      )
      tell(t, recorders, `${ends.length} of ${faults.length} faults: ${kinds.join(', ')}; ${again}`)
    })
  }
})
