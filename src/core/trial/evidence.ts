import type {BrokenPromise, PromiseName} from './broken-promise.ts'
import {judge} from './judge.ts'
import type {Move} from './move.ts'
import type {Operation} from './operation.ts'
import type {Weather} from './settled.ts'

/** A promise, how often it was put to the test, and where it was broken. */
export interface Evidence {
  readonly promise: PromiseName
  /** Moves or operations that could have broken it. */
  readonly checked: number
  readonly broken: readonly BrokenPromise[]
}

/** Judges a trial, promise by promise. */
export function evidenceOf(
  operations: readonly Operation[],
  moves: readonly Move[],
  weather: Weather
): readonly Evidence[] {
  const broken = judge(operations, moves, weather)
  const count = (isCounted: (operation: Operation) => boolean) =>
    operations.filter(isCounted).length
  const checked: Readonly<Record<PromiseName, number>> = {
    exclusive: moves.length,
    kept: count(({outcome}) => outcome.kind === 'done'),
    never: count(({outcome}) => outcome.kind === 'failed'),
    settled: count(({outcome}) => outcome.kind === 'unknown'),
    repeatable: count(({outcome}) => outcome.kind === 'done' && outcome.isRepeated),
    local: moves.length,
    ordered: moves.length,
    founded: count(({outcome}) => outcome.kind === 'failed')
  }
  return promiseNames.map((promise) => ({
    promise,
    checked: checked[promise],
    broken: broken.filter((each) => each.promise === promise)
  }))
}

const promiseNames: readonly PromiseName[] = [
  'exclusive',
  'kept',
  'never',
  'settled',
  'repeatable',
  'local',
  'ordered',
  'founded'
]
