import fc from 'fast-check'
import type {Scheduler} from 'fast-check'
import type {BrokenPromise} from '../../../src/core/trial/broken-promise.ts'
import {judge} from '../../../src/core/trial/judge.ts'
import {leavesOpen} from '../../../src/core/trial/operation.ts'
import {type Wish, numbers} from './decide.ts'
import {type Fate, type PortFaults, fates} from './side.ts'
import {type Trouble, ModelWorld, calm} from './world.ts'

/** One command of a session, and what goes wrong. */
export interface Act {
  readonly action: 'claim' | 'release'
  /** The lowest free one, if 0; its own, for a release. */
  readonly number: number
  readonly trouble: Trouble
}

/** What sessions do, each one thing after the other, and how often the branch is moved back. */
export interface Scenario {
  readonly sessions: readonly (readonly Act[])[]
  readonly rewinds: number
  readonly seed: number
}

/** Fates that follow each other where one fault comes with the next. */
const pushes = fc.oneof(
  fc.array(fc.constantFrom(...fates), {maxLength: 4}),
  fc
    .tuple(fc.constantFrom<Fate>('late', 'answer lost'), fc.constantFrom<Fate>('refused', 'unsent'))
    .map(([lost, definite]) => [lost, definite, definite, definite]),
  // The branch is lost, and then what becomes of the request is not heard of.
  fc
    .constantFrom<Fate>('late', 'answer lost', 'request lost')
    .map((lost): readonly Fate[] => ['arrives', lost])
)

const often = fc.integer({min: 0, max: 5}).map((drawn) => drawn > 0)

/** A step, or none. */
const step = fc.oneof({weight: 2, arbitrary: fc.constant(0)}, fc.integer({min: 1, max: 30}))

const trouble: fc.Arbitrary<Trouble> = fc.oneof(
  {weight: 3, arbitrary: fc.constant(calm)},
  {
    weight: 5,
    arbitrary: fc.record({
      pushes,
      fetches: fc.array(often, {maxLength: 4}),
      killedAt: step,
      interruptedAt: step
    })
  }
)

const act: fc.Arbitrary<Act> = fc.record({
  action: fc.constantFrom('claim' as const, 'claim' as const, 'release' as const),
  number: fc.constantFrom(0, ...numbers.slice(0, 2)),
  trouble
})

/** Two to four sessions that meet at few numbers. */
export const scenarios: fc.Arbitrary<Scenario> = fc
  .record({
    sessions: fc.array(fc.array(act, {minLength: 1, maxLength: 3}), {minLength: 2, maxLength: 4}),
    rewinds: fc.constantFrom(0, 0, 1, 2),
    seed: fc.integer({min: 1, max: 2 ** 30})
  })
  .map((scenario) => (scenario.rewinds === 0 ? scenario : withoutRest(scenario)))

/**
 * A push on its way, or the request of a process that was killed or could not learn what became of it,
 * may be carried out where the branch is moved back to what it expects, whoever has been told meanwhile
 * that it never will: against those who may move branches back nothing is promised.
 */
function withoutRest({sessions, ...rest}: Scenario): Scenario {
  const inTime = (fate: Fate): Fate => (fate === 'late' ? 'request lost' : fate)
  return {
    ...rest,
    sessions: sessions.map((acts) =>
      acts.map((each) => ({
        ...each,
        trouble: {
          ...each.trouble,
          killedAt: 0,
          interruptedAt: 0,
          pushes: each.trouble.pushes.map(inTime)
        }
      }))
    )
  }
}

/** A run that is over. */
export interface Played {
  readonly world: ModelWorld
  readonly broken: readonly BrokenPromise[]
}

/** Plays a scenario in the order that a scheduler chooses, settles what is unknown, and judges. */
export async function play(
  faults: PortFaults,
  {sessions, rewinds, seed}: Scenario,
  scheduler: Scheduler
): Promise<Played> {
  const world = new ModelWorld(scheduler, {faults, seed})
  const actors = sessions.map(async (acts, index) => {
    for (const each of acts) await performAct(world, `s${index}`, each)
  })
  const admin = async () => {
    for (let count = 0; count < rewinds; count++) await world.rewind()
  }
  await scheduler.waitFor(Promise.all([...actors, admin()]))
  await scheduler.waitIdle()
  const isFaulty = sessions.some((acts) => acts.some((each) => isTroubled(each.trouble)))
  return {world, broken: judge(world.operations, world.server.moves, {isFaulty})}
}

/** The same command again settles what is unknown; not before all is well can that be asked for. */
async function performAct(world: ModelWorld, session: string, each: Act): Promise<void> {
  const {action, number} = each
  const wish: Wish = {session, action, number: number === 0 ? undefined : number}
  let last = await world.perform(wish, each.trouble)
  for (let tries = 0; tries < 8 && leavesOpen(last); tries++) {
    last = await world.perform(wish, calm, last.id)
  }
}

function isTroubled({pushes, fetches, killedAt, interruptedAt}: Trouble): boolean {
  return pushes.length + fetches.length + killedAt + interruptedAt > 0
}
