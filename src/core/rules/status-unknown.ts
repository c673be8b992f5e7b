import {fieldOf} from '../block.ts'
import type {Finding} from '../problem.ts'
import type {Block} from '../registry.ts'
import {type Rule, blockRule, placeOf} from './rule.ts'

/** A status is `PENDING`, `PENDING REGISTRATION` or `REGISTERED`. */
export const statusUnknown: Rule = blockRule('STATUS_UNKNOWN', findStatusUnknown)

/** Finds a status that nobody can read. */
export function findStatusUnknown(block: Block): readonly Finding[] {
  if (block.claim.status !== 'UNKNOWN') return []
  const value = fieldOf(block, 'STATUS')?.value ?? ''
  const message = `\`${value}\` is no status; use \`PENDING\` or \`REGISTERED\``
  return [{span: placeOf(block, 'STATUS'), message, number: block.claim.number}]
}
