import type {Move} from './move.ts'
import {type Operation, leavesOpen} from './operation.ts'

/** What happened, and when it can have happened. */
export interface Timeline {
  /** In the order in which they began. */
  readonly operations: readonly Operation[]
  readonly byId: ReadonlyMap<string, Operation>
  readonly moves: readonly Move[]
  /** For each move the time before which it cannot have been made, ascending; in milliseconds. */
  readonly earliest: readonly number[]
  /** For each move the time after which it cannot have been made, ascending. */
  readonly latest: readonly number[]
  /** What an operation did to the branch, in order. */
  readonly movesOf: (operation: Operation) => readonly MadeMove[]
  /** When the effect of an operation must have come, if ever. */
  readonly endOf: (operation: Operation) => number
}

/** A move of an operation. */
export interface MadeMove extends Move {
  /** Whether it was still there when the operation ended, for certain: no rewind had undone it. */
  readonly isLasting: boolean
}

/** Lays operations and moves on one line; in linear time, but for putting operations in order. */
export function timelineOf(operations: readonly Operation[], moves: readonly Move[]): Timeline {
  const byId = new Map(operations.map((operation) => [operation.id, operation]))
  const endOf = endings(operations)
  const makers = moves.map(({operation}) => byId.get(operation ?? ''))
  const earliest = runningMost(makers.map((maker) => maker?.startMs ?? -Infinity))
  return {
    operations: operations.toSorted((a, b) => a.startMs - b.startMs),
    byId,
    moves,
    earliest,
    latest: runningLeast(makers.map((maker) => (maker ? endOf(maker) : Infinity))),
    movesOf: madeMoves(moves, earliest),
    endOf
  }
}

/** What is unknown may take effect until the same command has settled it. */
function endings(operations: readonly Operation[]): (operation: Operation) => number {
  const settling = new Map(operations.map((operation) => [operation.settles ?? '', operation]))
  return (operation) => {
    let last: Operation | undefined = operation
    while (last && leavesOpen(last)) last = settling.get(last.id)
    return last?.endMs ?? Infinity
  }
}

function madeMoves(moves: readonly Move[], earliest: readonly number[]): Timeline['movesOf'] {
  const made = new Map<string, {readonly move: Move; goneMs: number}[]>()
  const latest = new Map<string, {goneMs: number}>()
  for (const [index, move] of moves.entries()) {
    for (const commit of move.removed ?? []) {
      const gone = latest.get(commit)
      if (gone) gone.goneMs = earliest[index] ?? -Infinity
    }

    const entry = {move, goneMs: Infinity}
    // What a rewind goes back to was made before.
    if (!move.removed) latest.set(move.commit, entry)
    if (move.operation === undefined) continue
    made.set(move.operation, [...(made.get(move.operation) ?? []), entry])
  }

  return ({id, endMs}) =>
    (made.get(id) ?? []).map(({move, goneMs}) => ({...move, isLasting: goneMs > endMs}))
}

function runningMost(values: readonly number[]): readonly number[] {
  let most = -Infinity
  return values.map((value) => (most = Math.max(most, value)))
}

function runningLeast(values: readonly number[]): readonly number[] {
  let least = Infinity
  return values
    .toReversed()
    .map((value) => (least = Math.min(least, value)))
    .toReversed()
}
