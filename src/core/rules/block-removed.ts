import type {TransitionRule} from '../changes/transition-rule.ts'
import {renumbered} from './number-changed.ts'

/** A number that was given out keeps its block. */
export const blockRemoved: TransitionRule = {
  code: 'BLOCK_REMOVED',
  find(change, passage) {
    if (!change.before || change.after || renumbered(change, passage)) return undefined
    return `The block of number ${change.number} is gone`
  }
}
