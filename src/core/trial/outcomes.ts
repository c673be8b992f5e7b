import type {BrokenPromise, PromiseName} from './broken-promise.ts'
import type {Move} from './move.ts'
import type {Done, Operation} from './operation.ts'
import type {Timeline} from './timeline.ts'

/** Holds what each operation said against what it did to the branch. */
export function brokenOutcomes(timeline: Timeline): readonly BrokenPromise[] {
  return timeline.operations.flatMap((operation) => {
    if (operation.action === 'rewind') return []
    const moves = timeline.movesOf(operation)
    const lasting = moves.filter(({isLasting}) => isLasting)
    return [...checkCount(operation, lasting), ...checkEffect(operation, moves, lasting)]
  })
}

function checkCount(operation: Operation, moves: readonly Move[]): readonly BrokenPromise[] {
  const commits = new Set(moves.map(({commit}) => commit))
  if (commits.size < 2) return []
  return [broken('repeatable', {operation, move: moves.at(-1)}, `it made ${commits.size} commits`)]
}

function checkEffect(
  operation: Operation,
  moves: readonly Move[],
  [lasting]: readonly Move[]
): readonly BrokenPromise[] {
  const {outcome} = operation
  if (outcome.kind === 'unknown') return []
  if (outcome.kind === 'done' && !outcome.isRepeated) {
    return checkDone(operation, outcome, moves.at(-1))
  }

  if (!lasting) return []
  const place = {operation, move: lasting}
  if (outcome.kind === 'done') {
    return [broken('repeatable', place, 'nothing had to be done, and it did it')]
  }

  return [broken('never', place, `exit ${outcome.exitCode} (${outcome.code}), and its commit came`)]
}

function checkDone(
  operation: Operation,
  {number}: Done,
  move: Move | undefined
): readonly BrokenPromise[] {
  const place = {operation, move}
  if (!move) return [broken('kept', place, 'exit 0, and its commit is not there')]
  if (move.changes.every((change) => change.number === number)) return []
  return [broken('kept', place, `exit 0 for number ${number}, and its commit is about another`)]
}

interface Place {
  readonly operation: Operation
  readonly move: Move | undefined
}

function broken(promise: PromiseName, {operation, move}: Place, message: string): BrokenPromise {
  const {id, action, session} = operation
  const what = `${action} of ${session}: ${message}`
  return {promise, message: what, operations: [id], commit: move?.commit}
}
