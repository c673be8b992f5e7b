import assert from 'node:assert/strict'
import {describe, test} from 'node:test'
import type {Clone} from '../../src/shell/selftest/field.ts'
import {endOf, makeBed, ownThings, tell} from '../helpers/crash.ts'
import {amount, isLong, replay} from '../helpers/fire.ts'
import {checkTidy} from '../helpers/race.ts'
import {addWorktree, makeWorld} from '../helpers/repository.ts'
import {checkTrial, recordIn} from '../helpers/trial.ts'

const again = replay('test/fire/crash-worktrees.test.ts')
const count = amount({short: 2, long: 8})
/** All claim in one round, and give back in the next one. */
const rounds = amount({short: [1, 1], long: [50, 26]})

describe('worktrees of one clone', {concurrency: isLong ? 2 : 1}, () => {
  for (const isLocal of [false, true]) {
    const [remotely = 0, locally = 0] = rounds
    const most = isLocal ? locally : remotely
    const where = isLocal ? 'without a remote' : 'with a remote'

    test(`${count} of them, ${most} rounds, ${where}`, async (t) => {
      const world = await makeWorld(t)
      const bed = await makeBed(world, isLocal, count)
      const seats: Clone[] = []
      for (let number = 1; number <= count; number++) {
        const session = `tree-${number}`
        // One of them has the branch checked out that is written without a remote.
        const directory = number === 1 ? bed.clone : await addWorktree(world, bed.clone, session)
        seats.push({session, directory})
      }

      const recorder = recordIn(world, {timeout: 120})
      const before = await ownThings(bed)
      for (let round = 0; round < most; round++) {
        const action = round % 2 === 0 ? 'claim' : 'release'
        const ends = await Promise.all(
          seats.map(async (seat) => recorder.perform(seat, {action, number: undefined}))
        )
        const why = `${again}\n${bed.clone}\nround ${round}: ${JSON.stringify(ends, null, 1)}`
        assert.ok(
          ends.every((one) => endOf(one) === 0),
          why
        )
      }

      assert.deepEqual(await ownThings(bed), before, again)
      const {place} = bed
      await checkTrial(world, recorder, {...place, replay: again, isFaulty: false})
      await checkTidy(world, bed.clone)
      tell(t, [recorder], again)
    })
  }
})
