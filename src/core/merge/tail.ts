import type {Part} from './piece.ts'
import {type Sides, changedSide, mapSides} from './sides.ts'

/** What separates a part from the next one: white space and breaks, of which ours count if in doubt. */
export function tailOf(sides: Sides<Part | undefined>): Pick<Part, 'tail' | 'isInner'> {
  const side = changedSide(mapSides(sides, (part) => part && `${part.tail}${part.isInner}`))
  const {tail = '', isInner = false} = sides[side ?? 'ours'] ?? sides.ours ?? sides.theirs ?? {}
  return {tail, isInner}
}
