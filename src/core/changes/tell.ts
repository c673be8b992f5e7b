import type {Breach, HistoryAction, HistoryEntry} from '../history.ts'
import {isRegistered} from './block-change.ts'
import type {Sorted} from './sorting.ts'
import type {JudgedChange} from './step.ts'
import type {ToldStep} from './told-step.ts'

/**
 * Tells what a commit did.
 *
 * @param breaches - those that are among it.
 */
export function tellStep(
  step: ToldStep,
  sorted: Sorted,
  breaches: readonly Breach[]
): readonly HistoryEntry[] {
  const told = [
    ...sorted.news
      .filter(({transition, change}) => transition !== 'edit' || isBroken(breaches, change.number))
      .map((one) => tellChange(step, one, breaches)),
    ...tellRejected(step, sorted),
    ...(step.isOnBase ? tellApproval(step, sorted) : [])
  ]
  return told.length > 0 ? told : tellEdit(step, sorted)
}

/** Tells that a commit did something else to the document; nothing where it did nothing of its own. */
function tellEdit(step: ToldStep, {news, repaired}: Sorted): readonly HistoryEntry[] {
  const edited = [...news, ...repaired].map(({change}) => change.number)
  if (edited.length === 0 && (step.isMerge || step.changes.length > 0)) return []
  const number = edited.length === 1 ? (edited[0] ?? null) : null
  return [{...entryOf(step, 'edit'), number, numbers: number === null ? [] : [number]}]
}

/** Tells that the base branch took over registered blocks; nothing where it took none. */
function tellApproval(step: ToldStep, {taken}: Sorted): readonly HistoryEntry[] {
  const numbers = taken
    .filter(({change}) => isRegistered(change.after))
    .map(({change}) => change.number)
    .toSorted((a, b) => a - b)
  if (numbers.length === 0) return []
  const message = `by a ${wayOf(step)}`
  return [{...entryOf(step, 'approval'), number: null, numbers, message}]
}

/** Tells of claims on a merged line that the merge did not keep. */
function tellRejected(step: ToldStep, {rejected}: Sorted): readonly HistoryEntry[] {
  return rejected
    .filter(({transition}) => transition === 'claim')
    .map((one) => ({...tellChange(step, one, []), action: 'lost', message: 'when it was merged'}))
}

/** Tells of a claim on another branch. */
export function tellLost(
  step: ToldStep,
  {change: {number, after}}: JudgedChange,
  holder: string
): HistoryEntry {
  const session = after?.block.claim.session ?? null
  return {...entryOf(step, 'lost'), number, numbers: [number], session, message: `to ${holder}`}
}

function tellChange(
  step: ToldStep,
  {change: {number, before, after}, transition, deed}: JudgedChange,
  breaches: readonly Breach[]
): HistoryEntry {
  const breach = breaches.find((one) => one.number === number)
  const holder = (transition === 'release' ? before : after)?.block.claim.session
  return {
    ...entryOf(step, breach ? 'breach' : transition),
    number,
    numbers: [number],
    session: deed?.session ?? holder ?? null,
    message: breach?.message ?? null
  }
}

function entryOf({commit, author, time, subject}: ToldStep, action: HistoryAction): HistoryEntry {
  return {
    action,
    number: null,
    numbers: [],
    session: null,
    commit,
    author,
    time,
    subject,
    message: null
  }
}

function isBroken(breaches: readonly Breach[], number: number): boolean {
  return breaches.some((breach) => breach.number === number)
}

function wayOf({isMerge, deeds}: ToldStep): string {
  if (isMerge) return 'merge'
  return deeds.length === 1 ? 'rebase merge' : 'squash merge'
}
