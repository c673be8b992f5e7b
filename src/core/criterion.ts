import {lazily} from './lazy-list.ts'

/** Name of one of the six things that consensus wants. */
export type CriterionId = 'registered' | 'unique' | 'roles' | 'goals' | 'confirmed' | 'approved'

/** One of the six things that consensus wants, with what it still lacks. */
export interface Criterion {
  readonly id: CriterionId
  readonly text: string
  /** Found out when asked for, as far as it takes. */
  readonly met: boolean
  /** What is missing, one phrase each; empty when met. Found out when asked for. */
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

/**
 * Makes a criterion of what it lacks.
 *
 * @param find - one phrase each; of a large registry one is found sooner than all.
 */
export function criterion(id: CriterionId, find: () => Iterable<string>): Criterion {
  const lacks = lazily(find)
  return {
    id,
    text: texts[id],
    get met() {
      return lacks.isEmpty()
    },
    get missing() {
      return lacks.all()
    }
  }
}

/** The criterion that a task list item stands for; `undefined` for one that is left to people. */
export function criterionOfTask(text: string): CriterionId | undefined {
  return taskPatterns.find(([, pattern]) => pattern.test(text))?.[0]
}
