import type {FieldKey} from '../field.ts'

const keys: Readonly<Record<string, FieldKey>> = {
  number: 'NUMBER',
  role: 'ROLE',
  goal: 'GOAL',
  session: 'SESSION_ID',
  responsibilities: 'RESPONSIBILITIES',
  status: 'STATUS',
  timestamp: 'TIMESTAMP',
  ready: 'READY',
  acknowledged: 'ACKNOWLEDGED',
  reason: 'REASON'
}

/** Field of the document that holds a property of a claim; the title has none. */
export function fieldNamed(property: string): FieldKey | undefined {
  return keys[property]
}
