import type {BrokenPromise} from './broken-promise.ts'
import type {HolderChange, Move} from './move.ts'
import type {Operation} from './operation.ts'
import type {Timeline} from './timeline.ts'

/** Finds states with twins, and holders that change by anything but their own claim or release. */
export function brokenExclusive({moves, byId}: Timeline): readonly BrokenPromise[] {
  return moves.flatMap((move) => {
    const maker = byId.get(move.operation ?? '')
    if (maker?.action === 'rewind') return []
    const wrong = move.changes.filter((change) => !isRightful(change, maker))
    return [
      ...move.twins.map((twin) => broken(move, `${twin} is there twice`)),
      ...wrong.map((change) => broken(move, tell(change)))
    ]
  })
}

/** A number goes from nobody to who claims it, or from who releases it to nobody. */
function isRightful({number, before, after}: HolderChange, maker: Operation | undefined): boolean {
  if (!maker || (maker.number !== undefined && maker.number !== number)) return false
  return maker.action === 'claim'
    ? before === undefined && after === maker.session
    : before === maker.session && after === undefined
}

function tell({number, before, after}: HolderChange): string {
  return `number ${number} goes from ${before ?? 'nobody'} to ${after ?? 'nobody'}, and nobody asked for that`
}

function broken({commit, operation}: Move, message: string): BrokenPromise {
  const operations = operation === undefined ? [] : [operation]
  return {promise: 'exclusive', message, operations, commit}
}
