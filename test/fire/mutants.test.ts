import assert from 'node:assert/strict'
import {describe, test} from 'node:test'
import {amount, replay, seed} from '../helpers/fire.ts'
import {buildMutant} from '../helpers/mutant-program.ts'
import {playOrdeal} from '../helpers/ordeals.ts'
import {programMutants} from '../helpers/program-mutants.ts'
import {makeWorld} from '../helpers/repository.ts'
import {missing} from '../helpers/servers.ts'

const again = replay('test/fire/mutants.test.ts')
const skip = missing('git')

/** A few of them for now, others each time. */
const chosen = amount({
  short: [0, 7].map((index) => (seed + index) % programMutants.length),
  long: [...programMutants.keys()]
})

test('there are mutants enough', () => {
  assert.ok(programMutants.length >= 12)
})

describe('mutants of the program', {concurrency: 2, skip}, () => {
  for (const {name, mutations, ordeal, breaks} of chosen.flatMap(
    (at) => programMutants[at] ?? []
  )) {
    test(`the checker catches ${name}`, async (t) => {
      const world = await makeWorld(t)
      const program = await buildMutant(world.path('mutant'), mutations)
      const {broken, log} = await playOrdeal(t, world, {ordeal, program})
      const caught = broken.filter(({promise}) => breaks.includes(promise))
      assert.ok(caught.length > 0, `${again}\n${world.root}\n${JSON.stringify(broken)}\n${log}`)
      t.diagnostic(caught[0]?.message ?? '')
    })
  }

  const ordeals = amount({
    short: [],
    long: [...new Set(programMutants.map(({ordeal}) => ordeal))]
  })
  for (const ordeal of ordeals) {
    test(`the program as it is stands ${ordeal}`, async (t) => {
      const world = await makeWorld(t)
      const program = await buildMutant(world.path('mutant'), [])
      const {broken, log} = await playOrdeal(t, world, {ordeal, program})
      assert.deepEqual(broken, [], `${again}\n${world.root}\n${log}`)
    })
  }
})
