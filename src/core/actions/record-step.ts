import type {Change} from '../amend.ts'
import {missingRecord} from '../consensus.ts'
import {digestOf} from '../digest.ts'
import {setRecord} from '../record-edit.ts'
import type {RecordKind} from '../stamp.ts'
import type {Setting} from './action.ts'

/** Makes the change that records a step for the blocks as they are; none where that was done. */
export function recordStep(
  {registry}: Pick<Setting, 'registry'>,
  kind: RecordKind,
  time: string
): {readonly change?: Change} {
  if (missingRecord(registry, kind).length === 0) return {}
  const edits = setRecord(registry, kind, {time, digest: digestOf(registry)})
  return {change: {edits, claims: registry.blocks.map(({claim}) => claim)}}
}
