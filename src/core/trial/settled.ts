import type {BrokenPromise} from './broken-promise.ts'
import type {Operation} from './operation.ts'
import type {Timeline} from './timeline.ts'

/** What may be wrong at a remote meanwhile. */
export interface Weather {
  /** Whether answers may be lost, requests refused, processes killed. */
  readonly isFaulty: boolean
}

/** Failures that only a fault explains: of git, of the remote, of time. */
const faults: readonly number[] = [4, 5, 7, 8]

/**
 * Finds outcomes that were left unknown, faults that nobody had, and errors of the program itself.
 */
export function brokenSettlement(
  {operations, endOf}: Timeline,
  {isFaulty}: Weather
): readonly BrokenPromise[] {
  return operations.flatMap((operation) => [
    ...(endOf(operation) === Infinity ? [open(operation)] : []),
    ...(isUnfounded(operation, isFaulty) ? [unfounded(operation)] : [])
  ])
}

function isUnfounded({outcome}: Operation, isFaulty: boolean): boolean {
  if (outcome.kind === 'done') return false
  if (outcome.kind === 'unknown') return !isFaulty && !outcome.isKilled
  return outcome.exitCode === 70 || (!isFaulty && faults.includes(outcome.exitCode))
}

function open({id, session, action}: Operation): BrokenPromise {
  const message = `${action} of ${session}: its outcome is unknown to the end`
  return {promise: 'settled', message, operations: [id]}
}

function unfounded({id, session, action, outcome}: Operation): BrokenPromise {
  const code = outcome.kind === 'failed' ? outcome.code : 'OUTCOME_UNKNOWN'
  const message = `${action} of ${session}: ${code}, and nothing was wrong`
  return {promise: 'founded', message, operations: [id]}
}
