import {fieldOf} from './block.ts'
import {fieldKeys} from './field.ts'
import type {Block} from './registry.ts'

/** Says in what a block contradicts itself, so that nobody can tell what it says; else nothing. */
export function contradictionOf(block: Block): string | undefined {
  const {number, status} = block.claim
  const written = fieldOf(block, 'NUMBER')?.value
  if (written !== undefined && written !== String(number)) {
    return `says number ${number} in a heading and \`${written}\` in the field under it`
  }

  const twice = fieldKeys.find(
    (key) => block.fields.filter((field) => field.key === key).length > 1
  )
  if (twice !== undefined) return `has two ${twice} fields in the block of session ${number}`
  if (status !== 'UNKNOWN') return undefined
  return `gives session ${number} a status that is not known: \`${fieldOf(block, 'STATUS')?.value ?? ''}\``
}
