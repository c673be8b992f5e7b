import type {BrokenPromise} from './broken-promise.ts'
import {brokenExclusive} from './exclusive.ts'
import type {Move} from './move.ts'
import type {Operation} from './operation.ts'
import {brokenOrder} from './order.ts'
import {brokenOutcomes} from './outcomes.ts'
import {brokenSightings} from './sightings.ts'
import {type Weather, brokenSettlement} from './settled.ts'
import {brokenLocality} from './strays.ts'
import {timelineOf} from './timeline.ts'

/**
 * Holds what operations said against the branch, whose moves are their one true order; for each
 * promise that was broken, where. It reads each operation and each move a fixed number of times.
 *
 * An operation of unknown outcome may have taken effect, once, at any time until the same command
 * has settled it; all else must fit between its start and its end.
 */
export function judge(
  operations: readonly Operation[],
  moves: readonly Move[],
  weather: Weather
): readonly BrokenPromise[] {
  const timeline = timelineOf(operations, moves)
  return [
    ...brokenExclusive(timeline),
    ...brokenOutcomes(timeline),
    ...brokenSettlement(timeline, weather),
    ...brokenLocality(timeline),
    ...brokenOrder(timeline),
    ...brokenSightings(timeline)
  ]
}
