import assert from 'node:assert/strict'
import {test} from 'node:test'
import {isLong, replay, runs, seed} from '../helpers/fire.ts'
import {mutants} from '../helpers/model/mutants.ts'
import {startSearch} from '../helpers/model/start.ts'

const again = replay('test/fire/model.test.ts')
const most = runs({short: 20_000, long: 200_000})

/** A fault that takes ten thousand orders to show, as some do, is not to be missed by chance. */
const mostForMutants = 10 * most

test('the swap keeps its promises in every order of events', async (t) => {
  const {runs: played, report} = await startSearch({seed, most})
  assert.equal(report, undefined, again)
  assert.equal(played, most)
  t.diagnostic(`${played} orders of events; ${again}`)
})

test('there are mutants enough', () => {
  assert.ok(mutants.length >= 12)
})

for (const {name, mutations, isRare, ...mutant} of mutants) {
  if (isRare && !isLong) continue
  test(`the checker catches ${name}`, async (t) => {
    const {runs: played, report} = await startSearch(
      {seed, most: mostForMutants, ...mutant},
      mutations
    )
    assert.ok(report, `not caught in ${played} runs; ${again}`)
    t.diagnostic(`caught in run ${played}`)
  })
}
