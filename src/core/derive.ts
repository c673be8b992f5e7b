import {type Consensus, type Criterion, consensusOf} from './consensus.ts'
import type {Edit} from './edit.ts'
import type {LabelLine, Registry, Task} from './registry.ts'
import type {Span} from './span.ts'

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
  const consensus = consensusOf(registry)
  const {registered, total} = consensus

  return [
    ...lineText(registry.headerStatus, statusText(consensus)),
    ...lineText(registry.currentStatus, `${registered}/${total} sessions registered`),
    ...lineText(registry.nextAction, nextAction(consensus)),
    ...registry.tasks.flatMap((task) => boxText(task, consensus))
  ]
}

/** Makes the edits that bring the derived lines up to date. */
export function deriveEdits(registry: Registry): readonly Edit[] {
  return derivedTexts(registry)
    .filter(({actual, expected}) => actual !== expected)
    .map(({start, end, expected, criterion}) => {
      const isEmptyLine = start === end && criterion === undefined
      return {start, end, replacement: isEmptyLine ? ` ${expected}` : expected}
    })
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

function lineText(line: LabelLine | undefined, expected: string): readonly DerivedText[] {
  return line ? [{...line.content, actual: line.value, expected}] : []
}

function boxText({box, checked, text}: Task, {criteria}: Consensus): readonly DerivedText[] {
  const id = taskPatterns.find(([, pattern]) => pattern.test(text))?.[0]
  const criterion = criteria.find((known) => known.id === id)
  if (!criterion) return []
  // Either letter ticks a box.
  const actual = checked ? 'x' : ' '
  return [{...box, actual, expected: criterion.met ? 'x' : ' ', criterion}]
}
