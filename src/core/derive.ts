import {type Criterion, criterionOfTask} from './criterion.ts'
import {digestOf} from './digest.ts'
import type {Edit} from './edit.ts'
import {type Progress, progressOf} from './protocol/progress.ts'
import {type Stage, hasReached} from './protocol/table.ts'
import {removeRecord} from './record-edit.ts'
import type {LabelLine, RecordLine, Registry, Task} from './registry.ts'
import type {Span} from './span.ts'

/** What has to be done where each of the criteria is not met. */
const openActions: Partial<Readonly<Record<Criterion['id'], string>>> = {
  registered: 'Each session must register their identity',
  unique: 'The orchestrator must resolve the duplicate numbers',
  roles: 'Each session must define its role and report readiness',
  goals: 'Each session must commit to a measurable goal'
}

/** What has to be done in each stage. */
const nextActions: Readonly<Record<Stage, string>> = {
  registering: 'Each session must register their identity',
  registered: 'The orchestrator must confirm that there are no conflicts',
  confirmed: 'The orchestrator must broadcast the final registry',
  broadcast: 'Each session must acknowledge the broadcast',
  acknowledged: 'A human must approve the registry',
  approved: 'The orchestrator must activate the registry',
  activated: 'Each session works towards its goal'
}

/** A line, or the box of a task, that regmd keeps true. */
export interface DerivedText extends Span {
  readonly actual: string
  /** What it has to be. */
  readonly expected: string
  /** Criterion that a box stands for; `undefined` for a line. */
  readonly criterion?: Criterion
}

/**
 * Reads the derived lines: header status, counter, next action, and the boxes of the consensus task
 * list. Lines that are absent are left out, and so are items that regmd does not know.
 */
export function derivedTexts(registry: Registry): readonly DerivedText[] {
  const progress = progressOf(registry)
  const {registered, total} = progress.consensus

  return [
    ...lineText(registry.headerStatus, statusText(progress)),
    ...lineText(registry.currentStatus, `${registered}/${total} sessions registered`),
    ...lineText(registry.nextAction, nextAction(progress)),
    ...registry.tasks.flatMap((task) => boxText(task, progress))
  ]
}

/** Records of steps that were about other blocks than those of today. */
export function fallenRecords(registry: Registry): readonly RecordLine[] {
  const {records} = registry
  if (records.length === 0) return []
  const digest = digestOf(registry)
  return records.filter((record) => record.digest !== digest)
}

/** Makes the edits that bring the derived lines up to date, and take out records that have fallen. */
export function deriveEdits(registry: Registry): readonly Edit[] {
  const edits = derivedTexts(registry)
    .filter(({actual, expected}) => actual !== expected)
    .map(({start, end, expected, criterion}) => {
      const isEmptyLine = start === end && criterion === undefined
      return {start, end, replacement: isEmptyLine ? ` ${expected}` : expected}
    })
  return [...edits, ...fallenRecords(registry).map(removeRecord)]
}

function statusText({stage, consensus}: Progress): string {
  if (hasReached(stage, 'activated')) return 'ACTIVATED'
  if (consensus.reached) return 'Consensus reached'
  return consensus.registered < consensus.total
    ? 'Registration in progress'
    : 'Registration complete, consensus pending'
}

function nextAction({stage, consensus}: Progress): string {
  if (stage !== 'registering') return nextActions[stage]
  const open = consensus.criteria.find(({met}) => !met)
  return (open && openActions[open.id]) ?? nextActions[stage]
}

function lineText(line: LabelLine | undefined, expected: string): readonly DerivedText[] {
  return line ? [{...line.content, actual: line.value, expected}] : []
}

function boxText({box, checked, text}: Task, {consensus}: Progress): readonly DerivedText[] {
  const id = criterionOfTask(text)
  const criterion = consensus.criteria.find((known) => known.id === id)
  if (!criterion) return []
  // Either letter ticks a box.
  const actual = checked ? 'x' : ' '
  return [{...box, actual, expected: criterion.met ? 'x' : ' ', criterion}]
}
