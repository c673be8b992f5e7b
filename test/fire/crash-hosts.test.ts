import assert from 'node:assert/strict'
import {test} from 'node:test'
import {checkWhole, endOf, makeBed, tell} from '../helpers/crash.ts'
import {amount, replay} from '../helpers/fire.ts'
import {cloneOf, makeWorld} from '../helpers/repository.ts'
import {checkTrial, recordIn} from '../helpers/trial.ts'

const again = replay('test/fire/crash-hosts.test.ts')
const rounds = amount({short: 1, long: 20})

test(`two hosts with the same session, ${rounds} rounds`, async (t) => {
  const world = await makeWorld(t)
  const bed = await makeBed(world, false, 4)
  const recorder = recordIn(world, {timeout: 60})
  const remote = bed.place.repository
  const seats = [
    {session: 'twin', directory: await cloneOf(world, remote, world.path('one'))},
    {session: 'twin', directory: await cloneOf(world, remote, world.path('two'))}
  ]

  /** Both at once; what they were told, the one who won first. */
  const meet = async (numbers: readonly (number | undefined)[]) => {
    const both = await Promise.all(
      seats.map(async (seat, index) =>
        recorder.perform(seat, {action: 'claim', number: numbers[index]})
      )
    )
    const [first] = seats
    assert.ok(first)
    const released = await recorder.perform(first, {action: 'release', number: undefined})
    assert.equal(endOf(released), 0, again)
    return both.map((one) => ({end: endOf(one), outcome: one.outcome}))
  }

  const why = (ends: unknown) => `${again}\n${JSON.stringify(ends)}`
  for (let round = 0; round < rounds; round++) {
    const same = await meet(round % 2 === 0 ? [1, 1] : [undefined, undefined])
    assert.deepEqual(
      same.map(({end}) => end),
      [0, 0],
      why(same)
    )
    const repeated = same.filter(({outcome}) => outcome.kind === 'done' && outcome.isRepeated)
    assert.equal(repeated.length, 1, why(same))

    const different = await meet([2, 3])
    const codes = different.map(({outcome}) => (outcome.kind === 'failed' ? outcome.code : 'done'))
    assert.deepEqual(codes.toSorted(), ['SESSION_HAS_NUMBER', 'done'], why(different))
  }

  await checkTrial(world, recorder, {...bed.place, replay: again, isFaulty: false})
  await checkWhole(world, remote, again)
  tell(t, [recorder], again)
})
