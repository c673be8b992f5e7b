import type {Breach, HistoryEntry} from '../history.ts'
import {type BlockState, isRegistered} from './block-change.ts'
import {entryOf} from './entry.ts'
import type {Sorted} from './sorting.ts'
import type {JudgedChange} from './step.ts'
import {tellDeeds} from './tell-record.ts'
import type {ToldStep} from './told-step.ts'

/** What is known when a commit is told. */
export interface Telling {
  /** Breaches that are among what it does. */
  readonly breaches: readonly Breach[]
  /** What it takes over from commits that no branch contains any more: nobody else tells of it. */
  readonly unseen: readonly JudgedChange[]
  /** Attempts of the deeds of earlier commits: a squash or a rebase repeats them. */
  readonly attempts: ReadonlySet<string>
}

/** Tells what a commit did. */
export function tellStep(
  step: ToldStep,
  sorted: Sorted,
  {breaches, unseen, attempts}: Telling
): readonly HistoryEntry[] {
  const told = [
    ...tellDeeds(step, attempts),
    ...unseen
      .filter(({transition}) => transition !== 'edit')
      .map((one) => tellChange(step, one, breaches)),
    ...sorted.news
      .filter(({transition, change}) => transition !== 'edit' || isBroken(breaches, change.number))
      .map((one) => tellChange(step, one, breaches)),
    ...tellRejected(step, sorted),
    ...(step.isOnBase ? tellApproval(step, sorted) : [])
  ]
  // A rebase repeats what was told where it landed first.
  const isRepeated = step.deeds.length > 0 && step.deeds.every(({attempt}) => attempts.has(attempt))
  return told.length > 0 || isRepeated ? told : tellEdit(step, sorted)
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
    message: breach?.message ?? (transition === 'reassign' ? reasonOf(after) : null)
  }
}

function reasonOf(state: BlockState | undefined): string | null {
  return state?.block.claim.reason ?? null
}

function isBroken(breaches: readonly Breach[], number: number): boolean {
  return breaches.some((breach) => breach.number === number)
}

function wayOf({isMerge, deeds}: ToldStep): string {
  if (isMerge) return 'merge'
  return deeds.length === 1 ? 'rebase merge' : 'squash merge'
}
