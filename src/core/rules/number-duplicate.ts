import {repeated} from '../repeated.ts'
import type {Rule} from './rule.ts'

/** A number has one block. */
export const numberDuplicate: Rule = {
  code: 'NUMBER_DUPLICATE',
  check: ({registry}) =>
    repeated(registry.blocks, ({claim}) => claim.number).map(({first, again}) => ({
      span: again.heading,
      message: `Number ${again.claim.number} has another block`,
      number: again.claim.number,
      related: [{span: first.heading, message: 'The first one'}]
    }))
}
