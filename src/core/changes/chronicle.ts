import type {Breach, HistoryEntry} from '../history.ts'
import type {BlockState} from './block-change.ts'
import {breachOf} from './breach.ts'
import {type Origins, keyOf, originsOf} from './origins.ts'
import {findRejected} from './rejected.ts'
import {type Sorted, isTaken, sortChanges} from './sorting.ts'
import {tellStep} from './tell.ts'
import {recordBreaches, recordKey} from './tell-record.ts'
import type {ToldStep} from './told-step.ts'

/** Commits that the branches contain no more, as far as they are known. */
export interface Remembered {
  readonly steps: readonly ToldStep[]
  /** Whether somebody has been told of them already. */
  readonly areTold: boolean
}

/** A history, told. */
export interface Chronicle {
  /** Oldest first. */
  readonly entries: readonly HistoryEntry[]
  readonly breaches: readonly Breach[]
  /** Whether some commit brought the block of a number as it is in a state, and it came to count. */
  readonly knows: (number: number, state: BlockState) => boolean
}

/**
 * Tells a history.
 *
 * The registry branch says who claimed what. A commit of the base branch that takes this over, all
 * at once or one by one, is told as an approval, after what it takes over, wherever git lists it.
 * What a merge brought in counts if the merge kept it; else it is told as lost.
 *
 * @param steps - those that a commit builds on come before it.
 */
export function tellHistory(
  steps: readonly ToldStep[],
  {steps: remembered, areTold}: Remembered = {steps: [], areTold: false}
): Chronicle {
  const origins = originsOf([...remembered, ...steps])
  const own = remembered.length > 0 ? originsOf(steps) : origins
  const rejected = findRejected(steps, origins)
  const wrong = new Set<string>()
  const entries: HistoryEntry[] = []
  const breaches: Breach[] = []
  const known: Known = {records: new Set(), attempts: new Set()}
  let hasWitness = false
  for (const step of inOrder(steps, origins)) {
    const isUnwitnessed = step.isOnBase && !step.isMerge && !hasWitness
    hasWitness ||= !step.isOnBase
    const sorted = sortChanges(step, {origins, rejected, wrong})
    const broken = breachesOf(step, sorted, {isUnwitnessed, wrong, known})
    breaches.push(...broken)
    const unseen = areTold ? [] : sorted.taken.filter((one) => own.othersOf(one).length === 0)
    entries.push(...tellStep(step, sorted, {breaches: broken, unseen, attempts: known.attempts}))
    note(step, known)
  }

  const lost = new Set([...rejected].map(({change}) => keyOf(change.number, change.after)))
  const knows: Chronicle['knows'] = (number, state) =>
    own.has(number, state) && !lost.has(keyOf(number, state))
  return {entries, breaches, knows}
}

/** What earlier commits brought: a squash or a rebase brings it once more. */
interface Known {
  readonly records: Set<string>
  readonly attempts: Set<string>
}

function note({records, deeds}: ToldStep, known: Known): void {
  for (const told of records) known.records.add(recordKey(told))
  for (const {attempt} of deeds) known.attempts.add(attempt)
}

interface Suspicion {
  readonly isUnwitnessed: boolean
  /** Gets the keys of the states that breaches lead to. */
  readonly wrong: Set<string>
  readonly known: Known
}

function breachesOf(
  step: ToldStep,
  {news}: Sorted,
  {isUnwitnessed, wrong, known}: Suspicion
): readonly Breach[] {
  const found = (step.isStart ? [] : news).flatMap((one) => {
    const breach = breachOf(one, isUnwitnessed)
    if (breach) wrong.add(keyOf(one.change.number, one.change.after))
    return breach ?? []
  })
  const isExcused = step.isStart || isUnwitnessed
  return [...found, ...step.breaches, ...(isExcused ? [] : recordBreaches(step, known.records))]
}

/**
 * Puts squashed and rebased commits of the base branch after what they take over, wherever git lists
 * them; a merge stands there already. Commits of the base branch keep their order.
 */
function inOrder(steps: readonly ToldStep[], origins: Origins): readonly ToldStep[] {
  const ordered = steps.filter((step) => sourcesOf(step, origins).length === 0)
  let before: ToldStep | undefined
  for (const step of steps.filter(({isOnBase}) => isOnBase)) {
    const sources = sourcesOf(step, origins)
    const places = sources.map((commits) =>
      ordered.findIndex(({commit}) => commits.includes(commit))
    )
    if (sources.length > 0) {
      ordered.splice(
        Math.max(
          ...places,
          ordered.findIndex((one) => one === before)
        ) + 1,
        0,
        step
      )
    }

    before = step
  }

  return ordered
}

/** Commits of the registry branch from which a commit of the base branch takes over each block. */
function sourcesOf(step: ToldStep, origins: Origins): readonly (readonly string[])[] {
  if (!step.isOnBase || step.isMerge) return []
  return step.changes
    .filter((one) => isTaken(one, step, origins))
    .map((one) => origins.sourcesOf(one))
    .filter((commits) => commits.length > 0)
}
