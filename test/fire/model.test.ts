import assert from 'node:assert/strict'
import {test} from 'node:test'
import fc from 'fast-check'
import {replay, runs, seed} from '../helpers/fire.ts'
import {loadProgram} from '../helpers/model/program.ts'
import {play, scenarios} from '../helpers/model/scenario.ts'

test('the swap keeps its promises in every order of events', async (t) => {
  const program = await loadProgram()
  const count = runs({short: 20_000, long: 200_000})
  t.diagnostic(replay('test/fire/model.test.ts'))
  await fc.assert(
    fc.asyncProperty(scenarios, fc.scheduler(), async (scenario, scheduler) => {
      const {world, broken} = await play({program}, scenario, scheduler)
      const {operations, server} = world
      assert.deepEqual(broken, [], JSON.stringify({operations, moves: server.moves}, null, 1))
    }),
    {seed, numRuns: count, endOnFailure: true}
  )
})
