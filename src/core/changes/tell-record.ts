import type {DeedAction} from '../deed.ts'
import type {Breach, HistoryAction, HistoryEntry} from '../history.ts'
import type {RecordKind} from '../stamp.ts'
import {entryOf} from './entry.ts'
import {recordNames} from './record-change.ts'
import type {ToldRecord, ToldStep} from './told-step.ts'

/** What the steps of the protocol that a commit takes are called in a history. */
const tellable: Partial<Readonly<Record<DeedAction, HistoryAction>>> = {
  confirm: 'confirm',
  broadcast: 'broadcast',
  activate: 'activate',
  approve: 'approval',
  sync: 'sync'
}

/** Tells of the steps of the protocol that a commit takes, other than with single blocks. */
export function tellDeeds(step: ToldStep, seen: ReadonlySet<string>): readonly HistoryEntry[] {
  return step.deeds.flatMap((deed): readonly HistoryEntry[] => {
    const action = tellable[deed.action]
    // A merge that takes blocks over is told as such already.
    const isTold = action === 'approval' && step.isMerge
    if (!action || isTold || seen.has(deed.attempt) || !isDone(step, deed.action)) return []
    const {number, session} = deed
    const numbers = number === null ? [] : [number]
    const entry = {...entryOf(step, action), number, numbers, session}
    return action === 'approval'
      ? [{...entry, numbers: step.registered, message: 'by an approval commit'}]
      : [entry]
  })
}

/** Whether a commit did what it says: it brought the record, by whoever may. */
function isDone({records}: ToldStep, action: DeedAction): boolean {
  const kind = kinds[action]
  return kind === undefined || records.some((told) => told.isRightful && told.record.kind === kind)
}

const kinds: Partial<Readonly<Record<DeedAction, RecordKind>>> = {
  confirm: 'confirmed',
  broadcast: 'broadcast',
  activate: 'activated',
  approve: 'approved'
}

/**
 * Finds records that a commit brings without a right to.
 *
 * @param known - keys of the records that commits before it brought.
 */
export function recordBreaches(step: ToldStep, known: ReadonlySet<string>): readonly Breach[] {
  return step.records
    .filter((told) => !told.isRightful && !known.has(recordKey(told)))
    .map(({record: {kind}}) => ({
      commit: step.commit,
      number: null,
      kind: 'hand edit',
      message: `No commit of regmd accounts for this ${recordNames[kind]}`
    }))
}

/** Key by which a record is known again. */
export function recordKey({record: {kind, time, digest}}: ToldRecord): string {
  return `${kind} ${time} ${digest}`
}

/**
 * Settles which approvals count: one that the registry branch notes has to show on the base branch.
 *
 * @param approved - digests that the base branch came to hold.
 */
export function settleApprovals(
  steps: readonly ToldStep[],
  approved: ReadonlySet<string>
): readonly ToldStep[] {
  return steps.map((step) => ({
    ...step,
    records: step.records.map(({record, isRightful}) => {
      const isShown = record.kind !== 'approved' || approved.has(record.digest)
      return {record, isRightful: isRightful && isShown}
    })
  }))
}
