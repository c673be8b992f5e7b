import {writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import type {Context} from '../context.ts'
import {RegmdError} from '../core/error.ts'
import {type Evidence, evidenceOf} from '../core/trial/evidence.ts'
import type {Move} from '../core/trial/move.ts'
import {randomFrom} from '../core/trial/random.ts'
import {fetchTip} from '../git/arena.ts'
import {type Field, type FieldOptions, closeField, openField} from './selftest/field.ts'
import {readMoves} from './selftest/moves.ts'
import {type Recorded, Recorder, operationOf} from './selftest/recorder.ts'
import {playRound} from './selftest/rounds.ts'

/** What is asked of a trial. */
export interface TrialOptions extends FieldOptions {
  readonly rounds: number
  /** Of what is drawn: who is killed, and when. */
  readonly seed: number
}

/** A trial that is over. */
export interface Trial {
  readonly operations: readonly Recorded[]
  readonly moves: readonly Move[]
  readonly evidence: readonly Evidence[]
  /** Commands that failed each time until they were given up. */
  readonly givenUp: readonly Recorded[]
  /** Rounds that were played. */
  readonly rounds: number
  /** Folder with the clones and the log; `undefined` where all went well, and it is gone. */
  readonly directory: string | undefined
  /** Branches that are left on a remote that was given. */
  readonly left: readonly string[]
  readonly elapsedMs: number
}

/** Name of the file that holds all operations and moves. */
const logName = 'operations.json'

/**
 * Races real processes in real clones, and holds what they said against what landed.
 *
 * @param say - told of each round as it ends.
 * @throws {RegmdError} `REMOTE_UNAVAILABLE`, `INTERRUPTED`; what was made is gone then.
 */
export async function runTrial(
  context: Context,
  options: TrialOptions,
  say: (text: string) => void
): Promise<Trial> {
  const startMs = performance.now()
  const field = await openField(context, options)
  const played = await playIn(field, context, {options, say})
  const isKept = !isClean(played)
  if (isKept) await writeLog(field, options, played)
  const left = await closeField(field, isKept)
  const elapsedMs = Math.round(performance.now() - startMs)
  return {...played, directory: isKept ? field.directory : undefined, left, elapsedMs}
}

/** Whether every promise held, and everything was done. */
export function isClean({evidence, givenUp}: Pick<Trial, 'evidence' | 'givenUp'>): boolean {
  return givenUp.length === 0 && evidence.every(({broken}) => broken.length === 0)
}

type Played = Omit<Trial, 'directory' | 'left' | 'elapsedMs'>

interface Wanted {
  readonly options: TrialOptions
  readonly say: (text: string) => void
}

/** What fails, or is interrupted, leaves nothing behind. */
async function playIn(field: Field, context: Context, wanted: Wanted): Promise<Played> {
  try {
    return await play(field, context, wanted)
  } catch (error) {
    await closeField(field, false)
    throw error
  }
}

async function play(field: Field, {signal}: Context, {options, say}: Wanted): Promise<Played> {
  const recorder = new Recorder({...field, signal})
  const random = randomFrom(options.seed)
  let rounds = 0
  while (rounds < options.rounds && recorder.givenUp.length === 0) {
    const number = ++rounds
    const before = recorder.recorded.length
    await playRound({number, clones: field.clones, random, recorder})
    if (signal.aborted) throw interrupted()
    say(`Round ${number} of ${options.rounds}: ${recorder.recorded.length - before} commands`)
  }

  const moves = await movesOf(field)
  const {recorded: operations, givenUp} = recorder
  const evidence = evidenceOf(operations, moves, {isFaulty: !field.isScratch})
  return {operations, moves, evidence, givenUp, rounds}
}

async function movesOf({referee, arena, start, path}: Field): Promise<readonly Move[]> {
  const tip = await fetchTip(referee, arena.written)
  return tip === undefined ? [] : readMoves(referee, {start, tip, path, operationOf})
}

async function writeLog(field: Field, {seed}: TrialOptions, played: Played): Promise<void> {
  const log = {seed, remote: field.arena, ...played}
  await writeFile(join(field.directory, logName), `${JSON.stringify(log, null, 1)}\n`)
}

function interrupted(): RegmdError {
  return new RegmdError('INTERRUPTED', 'Interrupted; what the trial had made is gone', {
    hint: 'regmd selftest'
  })
}
