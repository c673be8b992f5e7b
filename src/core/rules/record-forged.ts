import type {PullRequest} from '../changes/pull-request.ts'
import {
  broughtRecords,
  isSameRecord,
  recordNames,
  rightfulRecords
} from '../changes/record-change.ts'
import {digestOf} from '../digest.ts'
import type {Finding} from '../problem.ts'
import type {RecordKind} from '../stamp.ts'
import type {RecordLine} from '../registry.ts'

/**
 * Finds records of the protocol that no commit of regmd brought: whoever writes them by hand says in
 * the orchestrator's or a person's name what these have not said.
 */
export function findRecordForged(request: PullRequest): readonly Finding[] {
  const {base, head, mergeBases} = request
  const known = [base, ...mergeBases].flatMap(({registry}) => registry.records)
  const rightful = rightfulIn(request)
  return broughtRecords({before: known, after: head.registry.records})
    .filter((record) => !rightful.some((other) => isSameRecord(record, other)))
    .map(({kind, content}) => ({span: content, message: messageFor(kind)}))
}

function messageFor(kind: RecordKind): string {
  const message = `No commit of regmd accounts for this ${recordNames[kind]}`
  return kind === 'approved' ? `${message}, unless the base is older than it` : message
}

/**
 * An approval is given by a merge into the base, or by a commit where both are one branch; one that a
 * session only notes has to show in the base, which then says the same.
 */
function rightfulIn({base, steps, witnesses, isApart, policy}: PullRequest): readonly RecordLine[] {
  return [...steps, ...witnesses].flatMap((step) => {
    const says = step.deeds.some(({action}) => action === 'approve')
    const isGiven = says && (step.isMerge || !isApart)
    return rightfulRecords(step, policy).filter(
      ({kind, digest}) => kind !== 'approved' || isGiven || digest === digestOf(base.registry)
    )
  })
}
