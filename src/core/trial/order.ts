import type {BrokenPromise} from './broken-promise.ts'
import type {Timeline} from './timeline.ts'

/** Finds moves of operations that were over before one began which the branch has earlier. */
export function brokenOrder(timeline: Timeline): readonly BrokenPromise[] {
  const {moves, byId, endOf, earliest} = timeline
  return moves.flatMap(({commit, operation}, index) => {
    const maker = byId.get(operation ?? '')
    const since = earliest[index] ?? -Infinity
    if (!maker || endOf(maker) >= since) return []
    const message = `${maker.action} of ${maker.session} was over, and its commit came later`
    return [{promise: 'ordered' as const, message, operations: [maker.id], commit}]
  })
}
