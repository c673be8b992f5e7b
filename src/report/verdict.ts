import type {Problem} from '../core/problem.ts'

/** How many problems of each severity there are. */
export interface Counts {
  readonly errors: number
  readonly warnings: number
}

/** Counts problems by severity. */
export function countProblems(problems: readonly Problem[]): Counts {
  const errors = problems.filter(({severity}) => severity === 'error').length
  return {errors, warnings: problems.length - errors}
}

/** Says how many there are: `2 errors and 1 warning`; `undefined` where there are none. */
export function renderCounts({errors, warnings}: Counts, adjective = ''): string | undefined {
  const parts = [
    {count: errors, noun: 'error'},
    {count: warnings, noun: 'warning'}
  ]
    .filter(({count}) => count > 0)
    .map(({count, noun}) => `${count} ${adjective}${noun}${count === 1 ? '' : 's'}`)
  return parts.length === 0 ? undefined : parts.join(' and ')
}

/** Says what a check found: `2 errors and 1 warning`, or `no problems`. */
export function renderVerdict(problems: readonly Problem[]): string {
  return renderCounts(countProblems(problems)) ?? 'no problems'
}
