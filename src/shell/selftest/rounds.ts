import {leavesOpen} from '../../core/trial/operation.ts'
import type {Clone} from './field.ts'
import type {Recorded, Recorder, Wish} from './recorder.ts'

/** What a round needs of the trial. */
export interface Round {
  /** From 1. */
  readonly number: number
  readonly clones: readonly Clone[]
  /** From 0 to 1, 1 excluded. */
  readonly random: () => number
  readonly recorder: Recorder
}

/** Repetitions of one command before it is given up. */
const mostTries = 12

/** Refusals that belong to the game. */
const fair: readonly string[] = ['NUMBER_TAKEN', 'NOT_REGISTERED']

/**
 * Plays one round: all sessions claim one number; who lost takes another one, and who won claims it
 * again; all give their numbers back. In one of the three, one process is killed.
 */
export async function playRound(round: Round): Promise<void> {
  const {clones, number} = round
  const contested = ((number - 1) % clones.length) + 1
  const killing = drawKilling(round)
  const all = async (act: number, wishOf: (index: number) => Wish) =>
    Promise.all(
      (round.recorder.isStopped ? [] : clones).map(async (clone, index) =>
        carryOut(round.recorder, clone, {...wishOf(index), killAfterMs: killing(index, act)})
      )
    )
  const won = await all(0, () => ({action: 'claim', number: contested}))
  await all(1, (index) => ({
    action: 'claim',
    number: won[index]?.outcome.kind === 'done' ? contested : undefined
  }))
  await all(2, () => ({action: 'release', number: undefined}))
}

/** Chooses who is killed, in which act, and when: within about the time that a command takes. */
function drawKilling({
  clones,
  random,
  recorder: {recorded}
}: Round): (index: number, act: number) => number | undefined {
  const draw = (count: number) => Math.floor(random() * count)
  const [victim, fatal] = [draw(clones.length), draw(3)]
  const [last] = recorded.slice(-1)
  const afterMs = draw(last ? last.endMs - last.startMs : 1000)
  return (index, act) => (index === victim && act === fatal ? afterMs : undefined)
}

/**
 * Runs a command, and again until it is done or fairly refused.
 *
 * @returns what it came to in the end; what was given up is noted.
 */
export async function carryOut(recorder: Recorder, clone: Clone, wish: Wish): Promise<Recorded> {
  const {action, number} = wish
  let last = await recorder.perform(clone, wish)
  for (let tries = 1; tries < mostTriesOf(recorder, last) && !isOver(last); tries++) {
    const settled = leavesOpen(last) ? last.id : undefined
    last = await recorder.perform(clone, {action, number}, settled)
  }

  if (!isOver(last)) recorder.givenUp.push(last)
  return last
}

/** Where one thing cannot be done, the trial is about to end; and what is refused will be again. */
function mostTriesOf({givenUp, isStopped}: Recorder, {outcome}: Recorded): number {
  if (isStopped) return 0
  if (outcome.kind === 'unknown') return mostTries
  if (givenUp.length > 0) return 1
  return outcome.kind === 'failed' && outcome.code === 'REMOTE_REFUSED' ? 3 : mostTries
}

function isOver({outcome}: Recorded): boolean {
  return outcome.kind === 'done' || (outcome.kind === 'failed' && fair.includes(outcome.code))
}
