import type {DeedAction} from '../deed.ts'
import type {Breach, HistoryAction, HistoryEntry} from '../history.ts'
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
    if (!action || isTold || seen.has(deed.attempt)) return []
    const {number, session} = deed
    const numbers = number === null ? [] : [number]
    const entry = {...entryOf(step, action), number, numbers, session}
    return action === 'approval'
      ? [{...entry, numbers: step.registered, message: 'by an approval commit'}]
      : [entry]
  })
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
