import {isPlaceholder} from '../claim.ts'
import {fieldOf} from '../block.ts'
import type {Finding} from '../problem.ts'
import type {Block} from '../registry.ts'
import {type Rule, blockRule, placeOf} from './rule.ts'

/** A timestamp is a time that exists, in UTC, to the second. */
export const timestampInvalid: Rule = blockRule('TIMESTAMP_INVALID', findTimestampInvalid)

/** Finds a timestamp that is none. */
export function findTimestampInvalid(block: Block): readonly Finding[] {
  const value = fieldOf(block, 'TIMESTAMP')?.value ?? ''
  if (isPlaceholder(value) || isUtcTime(value)) return []
  const message = `\`${value}\` is no time in UTC such as \`2026-11-20T18:10:27Z\``
  return [{span: placeOf(block, 'TIMESTAMP'), message, number: block.claim.number}]
}

/** A day that does not exist, 30 February say, comes out of a date as another one. */
function isUtcTime(value: string): boolean {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/u.test(value)) return false
  const date = new Date(value)
  return !Number.isNaN(date.getTime()) && date.toISOString() === value.replace('Z', '.000Z')
}
