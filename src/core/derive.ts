import {type Consensus, type Criterion, consensusOf} from './consensus.ts'
import type {Edit} from './edit.ts'
import type {LabelLine, Registry, Task} from './registry.ts'

const nextActions: Readonly<Record<Criterion['id'], string>> = {
  registered: 'Each session must register their identity',
  unique: 'The orchestrator must resolve the duplicate numbers',
  roles: 'Each session must define its role and report readiness',
  goals: 'Each session must commit to a measurable goal',
  confirmed: 'The orchestrator must confirm that there are no conflicts',
  approved: 'A human must approve the registry'
}

/** Words by which a task list item is known, whoever wrote the rest of it. */
const taskPatterns: readonly (readonly [Criterion['id'], RegExp])[] = [
  ['unique', /\bduplicate\b/iu],
  ['registered', /\bsessions\b.*\bregistered\b/iu],
  ['roles', /\broles\b/iu],
  ['goals', /\bgoals\b/iu],
  ['confirmed', /\borchestrator\b.*\bconfirm/iu],
  ['approved', /\bhuman\b.*\bapprov/iu]
]

/**
 * Makes the edits that bring the derived lines up to date: header status, counter, next action, and
 * the consensus task list. Lines that are absent stay absent; unknown items are left alone.
 */
export function deriveEdits(registry: Registry): readonly Edit[] {
  const consensus = consensusOf(registry)
  const {registered, total} = consensus

  return [
    ...setLine(registry.headerStatus, statusText(consensus)),
    ...setLine(registry.currentStatus, `${registered}/${total} sessions registered`),
    ...setLine(registry.nextAction, nextAction(consensus)),
    ...registry.tasks.flatMap((task) => setTask(task, consensus))
  ]
}

function statusText({registered, total, reached}: Consensus): string {
  if (reached) return 'Consensus reached'
  return registered < total
    ? 'Registration in progress'
    : 'Registration complete, consensus pending'
}

function nextAction({criteria}: Consensus): string {
  const open = criteria.find(({met}) => !met)
  return open ? nextActions[open.id] : 'The orchestrator must broadcast the final registry'
}

function setLine(line: LabelLine | undefined, value: string): readonly Edit[] {
  if (!line || line.value === value) return []
  const isEmpty = line.content.start === line.content.end
  return [{...line.content, replacement: isEmpty ? ` ${value}` : value}]
}

function setTask({box, checked, text}: Task, {criteria}: Consensus): readonly Edit[] {
  const id = taskPatterns.find(([, pattern]) => pattern.test(text))?.[0]
  const met = criteria.find((criterion) => criterion.id === id)?.met
  return met === undefined || met === checked ? [] : [{...box, replacement: met ? 'x' : ' '}]
}
