import type {DeedAction} from '../deed.ts'
import type {Policy} from '../policy.ts'
import type {RecordKind} from '../stamp.ts'
import type {RecordLine} from '../registry.ts'
import {type RecordPair, type Step, isOrchestrators} from './step.ts'

/** What may bring each record. */
const bringers: Readonly<Record<RecordKind, readonly DeedAction[]>> = {
  confirmed: ['confirm'],
  broadcast: ['broadcast'],
  approved: ['approve', 'activate', 'sync'],
  activated: ['activate']
}

/** Records that a document has and another one has not, or has otherwise. */
export function broughtRecords({before, after}: RecordPair): readonly RecordLine[] {
  return after.filter((record) => !before.some((other) => isSameRecord(record, other)))
}

/** Whether two records say the same. */
export function isSameRecord(a: RecordLine, b: RecordLine): boolean {
  return a.kind === b.kind && a.time === b.time && a.digest === b.digest
}

/** Records that a commit brings and says so, by whoever may. */
export function rightfulRecords(step: Step, policy: Policy): readonly RecordLine[] {
  return broughtRecords(step.records).filter(({kind}) =>
    step.deeds.some(
      (deed) =>
        bringers[kind].includes(deed.action) &&
        (kind === 'approved' ||
          (deed.number === policy.orchestrator && isOrchestrators({deed, step, policy})))
    )
  )
}

/** What a record is called in a sentence. */
export const recordNames: Readonly<Record<RecordKind, string>> = {
  confirmed: 'confirmation',
  broadcast: 'broadcast',
  approved: 'approval',
  activated: 'activation'
}
