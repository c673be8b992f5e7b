import type {Breach, BreachKind} from '../history.ts'
import type {ProblemCode} from '../problem.ts'
import type {Registry} from '../registry.ts'
import {isRegistered} from './block-change.ts'
import type {JudgedChange} from './step.ts'
import type {ToldStep} from './told-step.ts'

const kinds: Partial<Readonly<Record<ProblemCode, BreachKind>>> = {
  CLAIM_TAKEN_OVER: 'takeover',
  CLAIM_REWRITTEN: 'rewrite',
  STATUS_ROLLED_BACK: 'rollback',
  NUMBER_CHANGED: 'renumbering',
  BLOCK_REMOVED: 'removal'
}

/** Finds what one change of a block breaks; people may do to pending blocks what they like. */
export function breachOf({change, objection, deed, step}: JudgedChange): Breach | undefined {
  const {number, before, after} = change
  const isClaim = isRegistered(before) || isRegistered(after)
  if (!isClaim || deed) return undefined
  const at = {commit: step.commit, number}
  if (objection)
    return {...at, kind: kinds[objection.code] ?? 'hand edit', message: objection.message}
  const message =
    step.deeds.length === 0
      ? `The block of number ${number} was edited by hand`
      : `The commit does to number ${number} what it does not say`
  return {...at, kind: 'hand edit', message}
}

/** Finds what a commit breaks in the document as a whole. */
export function documentBreaches({
  commit,
  documents,
  hasFile,
  before
}: ToldStep): readonly Breach[] {
  const {after} = documents
  const at = {commit, number: null}
  if (!after) {
    if (before.size === 0) return []
    return hasFile
      ? [{...at, kind: 'unreadable', message: 'The registry cannot be read'}]
      : [{...at, kind: 'removal', message: 'The registry is gone'}]
  }

  const known = duplicatesIn(documents.before)
  return [...duplicatesIn(after)]
    .filter((number) => !known.has(number))
    .map((number) => ({
      commit,
      number,
      kind: 'duplicate',
      message: `Number ${number} has two blocks`
    }))
}

function duplicatesIn(registry: Registry | undefined): ReadonlySet<number> {
  const seen = new Set<number>()
  const numbers = registry?.blocks.map(({claim}) => claim.number) ?? []
  return new Set(numbers.filter((number) => seen.size === seen.add(number).size))
}
