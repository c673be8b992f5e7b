import {type Claim, isPlaceholder} from './claim.ts'
import type {FieldKey} from './field.ts'
import type {Field} from './registry.ts'
import {readStatus} from './status.ts'

/** What of a field says something. */
export type Said = Pick<Field, 'key' | 'value'> & {
  readonly items: readonly {readonly text: string}[]
}

/** Reads what a block says from its heading and its fields; of several with one name the first counts. */
export function readClaim(
  {number, title}: Pick<Claim, 'number' | 'title'>,
  fields: readonly Said[]
): Claim {
  const find = (key: FieldKey) => fields.find((field) => field.key === key)
  const read = (key: FieldKey) => {
    const value = find(key)?.value ?? ''
    return isPlaceholder(value) ? undefined : value
  }

  return {
    number,
    title,
    role: read('ROLE'),
    goal: read('GOAL'),
    session: read('SESSION_ID'),
    responsibilities: readList(find('RESPONSIBILITIES')),
    status: readStatus(find('STATUS')?.value ?? '').status,
    timestamp: read('TIMESTAMP'),
    ready: read('READY'),
    acknowledged: read('ACKNOWLEDGED'),
    reason: read('REASON')
  }
}

function readList(field: Said | undefined): readonly string[] {
  const items = field?.items.map(({text}) => text) ?? []
  if (!field || isPlaceholder(field.value + items.join(''))) return []
  if (items.length > 0) return items
  return field.value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}
