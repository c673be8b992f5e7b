import type {Finding} from '../problem.ts'
import type {Block} from '../registry.ts'
import {fieldNamed} from './field-named.ts'
import {type Rule, type Subject, blockRule, placeOf} from './rule.ts'
import {findStatusUnknown} from './status-unknown.ts'
import {findTimestampInvalid} from './timestamp-invalid.ts'

/** What a block says is as the schema wants it. */
export const fieldInvalid: Rule = blockRule('FIELD_INVALID', findFieldInvalid)

function findFieldInvalid(block: Block, {schema}: Subject): readonly Finding[] {
  // Once is enough: these have codes of their own.
  const told = [
    ...(findStatusUnknown(block).length > 0 ? ['status'] : []),
    ...(findTimestampInvalid(block).length > 0 ? ['timestamp'] : [])
  ]

  return schema
    .check(block.claim)
    .filter(({code, field}) => code === 'FIELD_INVALID' && !told.includes(field))
    .map(({field, message}) => {
      const key = fieldNamed(field)
      const text = key === undefined ? message : message.replace(field, key)
      return {span: placeOf(block, key), message: text, number: block.claim.number}
    })
}
