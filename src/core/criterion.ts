/** Name of one of the six things that consensus wants. */
export type CriterionId = 'registered' | 'unique' | 'roles' | 'goals' | 'confirmed' | 'approved'

/** One of the six things that consensus wants, with what it still lacks. */
export interface Criterion {
  readonly id: CriterionId
  readonly text: string
  readonly met: boolean
  /** What is missing, one phrase each; empty when met. */
  readonly missing: readonly string[]
}

const texts: Readonly<Record<CriterionId, string>> = {
  registered: 'All sessions are registered with unique numbers',
  unique: 'No number is claimed twice',
  roles: 'All roles are defined and accepted',
  goals: 'All goals are measurable and committed to',
  confirmed: 'The orchestrator has confirmed that there are no conflicts',
  approved: 'A human has approved the registry'
}

/** Words by which a task list item is known, whoever wrote the rest of it. */
const taskPatterns: readonly (readonly [CriterionId, RegExp])[] = [
  ['unique', /\bduplicate\b/iu],
  ['registered', /\bsessions\b.*\bregistered\b/iu],
  ['roles', /\broles\b/iu],
  ['goals', /\bgoals\b/iu],
  ['confirmed', /\borchestrator\b.*\bconfirm/iu],
  ['approved', /\bhuman\b.*\bapprov/iu]
]

/** Makes a criterion of what it lacks. */
export function criterion(id: CriterionId, missing: readonly string[]): Criterion {
  return {id, text: texts[id], met: missing.length === 0, missing}
}

/** The criterion that a task list item stands for; `undefined` for one that is left to people. */
export function criterionOfTask(text: string): CriterionId | undefined {
  return taskPatterns.find(([, pattern]) => pattern.test(text))?.[0]
}
