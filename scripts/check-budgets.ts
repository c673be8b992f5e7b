import type {Bench} from '../test/bench/figure.ts'
import {memory} from '../test/bench/memory.ts'
import {size} from '../test/bench/size.ts'
import {startUp} from '../test/bench/start-up.ts'

/** Benches that a review runs, and how often: as long as a coffee is poured. */
const benches: readonly (readonly [Bench, number])[] = [
  [startUp, 11],
  [memory, 3],
  [size, 1]
]

/** Largest ratios that pass: what each costs now, and room for the noise of a machine at work. */
const budgets: Readonly<Record<string, number>> = {
  'regmd --version': 1.6,
  'regmd --help': 3,
  'regmd clam': 3,
  'regmd status --offline': 8.5,
  'regmd check': 8.5,
  'regmd status': 1.65,
  'npm pack': 1.27
}

const ratios = new Map<string, number>()
for (const [bench, rounds] of benches) {
  // Once more where one is missed: a machine that stalls seldom does so twice.
  if (!(await areKept(bench, rounds))) await areKept(bench, rounds)
}

for (const [name, budget] of Object.entries(budgets)) {
  const ratio = ratios.get(name) ?? Number.NaN
  const isKept = ratio <= budget
  console.log(`${isKept ? 'kept ' : 'MISSED'} ${name}: ${ratio.toFixed(2)}, of ${budget} at most`)
  if (!isKept) process.exitCode = 1
}

if (process.exitCode) console.error('What costs more? npm run bench shows it beside its floor')

/** Measures a bench, and keeps the smaller ratio of each figure; whether all are within budget. */
async function areKept(bench: Bench, rounds: number): Promise<boolean> {
  const figures = await bench.measure({rounds, env: {}})
  for (const {name, ratio} of figures) {
    ratios.set(name, Math.min(ratio, ratios.get(name) ?? Number.POSITIVE_INFINITY))
  }

  return figures.every(({name}) => (ratios.get(name) ?? Number.NaN) <= (budgets[name] ?? 0))
}
