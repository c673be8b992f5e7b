import type {BrokenPromise, PromiseName} from './broken-promise.ts'
import {type Holding, holdingsOf, watchHoldings} from './holdings.ts'
import type {Done, Operation} from './operation.ts'
import type {Timeline} from './timeline.ts'

/**
 * Finds answers about who holds what that were true at no moment of their operation: a claim that
 * was there already, a number that nobody held any more, one that was taken.
 */
export function brokenSightings(timeline: Timeline): readonly BrokenPromise[] {
  const holdings = watchEach(holdingsOf(timeline))
  return timeline.operations.flatMap((operation) => {
    const {outcome} = operation
    if (outcome.kind === 'done') {
      return outcome.isRepeated ? checkRepeated(operation, outcome, holdings) : []
    }

    if (outcome.kind !== 'failed' || outcome.code !== 'NUMBER_TAKEN') return []
    const {holder} = outcome
    const isTaken = holdings.get(operation.number)?.(operation, ({session}) =>
      holder === undefined ? session !== operation.session : session === holder
    )
    return isTaken ? [] : [broken('founded', operation, `was said to be held by ${holder}`)]
  })
}

function checkRepeated(
  operation: Operation,
  {number}: Done,
  holdings: Holdings
): readonly BrokenPromise[] {
  const watch = holdings.get(number)
  if (operation.action === 'claim') {
    const isHeld = watch?.(operation, ({session}) => session === operation.session)
    return isHeld ? [] : [broken('kept', operation, 'was said to be its own already')]
  }

  const isHeld = watch?.(
    operation,
    ({surelyFromMs, surelyToMs}) =>
      surelyFromMs <= operation.startMs && operation.endMs <= surelyToMs
  )
  return isHeld ? [broken('kept', operation, 'was said to be held by nobody')] : []
}

/** Watches by number. */
type Holdings = ReadonlyMap<number | undefined, ReturnType<typeof watchHoldings>>

function watchEach(holdings: readonly Holding[]): Holdings {
  const byNumber = new Map<number, Holding[]>()
  for (const holding of holdings) {
    const group = byNumber.get(holding.number) ?? []
    group.push(holding)
    byNumber.set(holding.number, group)
  }
  return new Map([...byNumber].map(([number, group]) => [number, watchHoldings(group)]))
}

function broken(promise: PromiseName, operation: Operation, said: string): BrokenPromise {
  const {id, session, action, number, outcome} = operation
  const which = outcome.kind === 'done' ? outcome.number : number
  const message = `${action} of ${session}: number ${which} ${said}, and was not`
  return {promise, message, operations: [id]}
}
