import type {PullRequest} from '../changes/pull-request.ts'
import {
  broughtRecords,
  isSameRecord,
  recordNames,
  rightfulRecords
} from '../changes/record-change.ts'
import type {Finding} from '../problem.ts'

/**
 * Finds records of the protocol that no commit of regmd brought: whoever writes them by hand says in
 * the orchestrator's or a person's name what these have not said.
 */
export function findRecordForged(request: PullRequest): readonly Finding[] {
  const {base, head, mergeBases, steps, witnesses, policy} = request
  const known = [base, ...mergeBases].flatMap(({registry}) => registry.records)
  const rightful = [...steps, ...witnesses].flatMap((step) => rightfulRecords(step, policy))
  return broughtRecords({before: known, after: head.registry.records})
    .filter((record) => !rightful.some((other) => isSameRecord(record, other)))
    .map(({kind, content}) => ({
      span: content,
      message: `No commit of regmd accounts for this ${recordNames[kind]}`
    }))
}
