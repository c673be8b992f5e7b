import type {Evidence} from './evidence.ts'
import type {Operation} from './operation.ts'
import {type Times, tallyOf, timesOf} from './statistics.ts'

/** A trial that is over, as far as it is summed up. */
export interface Judged {
  /** With the pushes that each took, as far as it said so. */
  readonly operations: readonly (Operation & {readonly attempts: number | undefined})[]
  readonly evidence: readonly Evidence[]
}

/** How often something ended in one way. */
export interface OutcomeCount {
  readonly action: Operation['action']
  /** `done`, `repeated` where nothing had to be done, `killed`, or the code of an error. */
  readonly outcome: string
  readonly count: number
}

/** What is told of a trial. */
export interface Summary {
  readonly operations: number
  readonly outcomes: readonly OutcomeCount[]
  /** Commands that wrote, by the commits that they made. */
  readonly attempts: readonly {readonly attempts: number; readonly count: number}[]
  /** Wall-clock times of whole processes that were not killed. */
  readonly times: readonly (Times & {readonly action: Operation['action']})[]
  readonly promises: readonly Evidence[]
}

/** Sums up a trial. */
export function summaryOf({operations, evidence}: Judged): Summary {
  const wrote = operations.filter(({outcome}) => outcome.kind === 'done' && !outcome.isRepeated)
  const attempts = tallyOf(wrote.flatMap((operation) => operation.attempts ?? []))
  return {
    operations: operations.length,
    outcomes: countOutcomes(operations),
    attempts: attempts.map(([value, count]) => ({attempts: value, count})),
    times: (['claim', 'release'] as const).map((action) => ({
      action,
      ...timesOf(operations.filter((each) => each.action === action).flatMap(lifeOf))
    })),
    promises: evidence
  }
}

function countOutcomes(operations: readonly Operation[]): readonly OutcomeCount[] {
  const counts = new Map<string, OutcomeCount>()
  for (const operation of operations) {
    const {action} = operation
    const outcome = nameOf(operation)
    const key = `${action} ${outcome}`
    counts.set(key, {action, outcome, count: (counts.get(key)?.count ?? 0) + 1})
  }
  return [...counts.values()]
}

function nameOf({outcome}: Operation): string {
  if (outcome.kind === 'done') return outcome.isRepeated ? 'repeated' : 'done'
  if (outcome.kind === 'failed') return outcome.code
  return outcome.isKilled ? 'killed' : 'OUTCOME_UNKNOWN'
}

function lifeOf({outcome, startMs, endMs}: Operation): readonly number[] {
  const isKilled = outcome.kind === 'unknown' && outcome.isKilled
  return isKilled ? [] : [endMs - startMs]
}
