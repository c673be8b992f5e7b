import {fieldOf} from '../block.ts'
import type {Finding} from '../problem.ts'
import type {Block} from '../registry.ts'
import {type Rule, blockRule, placeOf} from './rule.ts'

/** Heading and `NUMBER` of a block must agree. */
export const numberMismatch: Rule = blockRule('NUMBER_MISMATCH', findNumberMismatch)

/** Finds a `NUMBER` that is not the heading's, in plain decimal. */
export function findNumberMismatch(block: Block): readonly Finding[] {
  const {number} = block.claim
  const written = fieldOf(block, 'NUMBER')?.value
  if (written === undefined || written === String(number)) return []
  const span = placeOf(block, 'NUMBER')
  const message = `The heading says ${number}, the field says \`${written}\``
  return [{span, message, number, related: [{span: block.heading, message: 'The heading'}]}]
}
