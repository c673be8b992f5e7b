import type {BrokenPromise} from './broken-promise.ts'
import type {Timeline} from './timeline.ts'

/** Finds commits that change more than they should, and such as nobody made. */
export function brokenLocality({moves, byId}: Timeline): readonly BrokenPromise[] {
  return moves.flatMap(({commit, operation, isStray}) => {
    const maker = byId.get(operation ?? '')
    if (maker?.action === 'rewind' || (maker && !isStray)) return []
    const message = maker ? 'it changes more than its own block' : 'no operation made it'
    return [{promise: 'local' as const, message, operations: maker ? [maker.id] : [], commit}]
  })
}
