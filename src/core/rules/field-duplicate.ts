import {fieldKeys} from '../field.ts'
import type {Finding} from '../problem.ts'
import type {Block} from '../registry.ts'
import {type Rule, blockRule} from './rule.ts'

/** A block has each field once. */
export const fieldDuplicate: Rule = blockRule('FIELD_DUPLICATE', findFieldDuplicate)

/** Finds fields that regmd knows and a block has more than once; the first one is what counts. */
export function findFieldDuplicate({fields, claim: {number}}: Block): readonly Finding[] {
  return fieldKeys.flatMap((key) => {
    const [first, ...others] = fields.filter((field) => field.key === key)
    return others.map(({name}) => ({
      span: name,
      message: `Session ${number} has a second ${key}`,
      number,
      related: first ? [{span: first.name, message: 'The first one'}] : []
    }))
  })
}
