import assert from 'node:assert/strict'
import {test} from 'node:test'
import fc from 'fast-check'
import {replay, runs, seed} from '../helpers/fire.ts'
import {mutants} from '../helpers/model/mutants.ts'
import {loadProgram} from '../helpers/model/program.ts'
import {play, scenarios} from '../helpers/model/scenario.ts'

/** Runs within which each has to be caught. */
const most = runs({short: 20_000, long: 200_000})

test('there are mutants enough', () => {
  assert.ok(mutants.length >= 12)
})

for (const {name, mutations, faults, breaks} of mutants) {
  test(`the checker catches ${name}`, async (t) => {
    const program = await loadProgram(mutations)
    t.diagnostic(replay('test/fire/mutants-model.test.ts'))
    const {failed, numRuns} = await fc.check(
      fc.asyncProperty(scenarios, fc.scheduler(), async (scenario, scheduler) => {
        const {broken} = await play({program, faults: faults ?? {}}, scenario, scheduler)
        return !broken.some(({promise}) => breaks.includes(promise))
      }),
      {seed, numRuns: most, endOnFailure: true}
    )
    assert.ok(failed, `not caught in ${numRuns} runs`)
    t.diagnostic(`caught in run ${numRuns}`)
  })
}
