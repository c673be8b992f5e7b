import type {Finding} from '../problem.ts'
import type {Block} from '../registry.ts'
import {fieldNamed} from './field-named.ts'
import {type Rule, type Subject, blockRule, placeOf} from './rule.ts'

/** A block has the fields that the schema requires. */
export const fieldMissing: Rule = blockRule('FIELD_MISSING', findFieldMissing)

function findFieldMissing(block: Block, {schema}: Subject): readonly Finding[] {
  const {number} = block.claim
  return schema
    .check(block.claim)
    .filter(({code}) => code === 'FIELD_MISSING')
    .map(({field}) => {
      const key = fieldNamed(field)
      const message = `Session ${number} has no ${key ?? field}`
      return {span: placeOf(block, key), message, number}
    })
}
