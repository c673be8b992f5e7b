import type {Breach, BreachKind} from '../history.ts'
import type {ProblemCode} from '../problem.ts'
import type {Registry} from '../registry.ts'
import {repeated} from '../repeated.ts'
import {isRegistered} from './block-change.ts'
import type {JudgedChange} from './step.ts'

const kinds: Partial<Readonly<Record<ProblemCode, BreachKind>>> = {
  CLAIM_TAKEN_OVER: 'takeover',
  CLAIM_REWRITTEN: 'rewrite',
  STATUS_ROLLED_BACK: 'rollback',
  NUMBER_CHANGED: 'renumbering',
  BLOCK_REMOVED: 'removal'
}

/**
 * Finds what one change of a block breaks. People may do to pending blocks what they like; what a
 * commit says excuses nothing that must not be.
 *
 * @param isUnwitnessed - whether it may be a squash merge of a registry branch of which nothing is
 *   left: then a claim is taken for one of its claims.
 */
export function breachOf(
  {change: {number, before, after}, commit, deed, hasDeeds, objection, transition}: JudgedChange,
  isUnwitnessed: boolean
): Breach | undefined {
  if (!isRegistered(before) && !isRegistered(after)) return undefined
  const at = {commit, number}
  if (objection) {
    return {...at, kind: kinds[objection.code] ?? 'hand edit', message: objection.message}
  }

  if (deed || (isUnwitnessed && !hasDeeds && transition === 'claim')) return undefined
  const message = hasDeeds
    ? `The commit does to number ${number} what it does not say`
    : `No commit of regmd accounts for this change of number ${number}: an edit by hand, or a squash merge that kept no word of its commits`
  return {...at, kind: 'hand edit', message}
}

/** The document before and after a commit. */
export interface Documents {
  /** `undefined` where there is none, or none that can be read. */
  readonly before: Registry | undefined
  readonly after: Registry | undefined
  /** Whether there is a file after it, readable or not. */
  readonly hasFile: boolean
}

/** Finds what a commit breaks in the document as a whole. */
export function documentBreaches(
  commit: string,
  {before, after, hasFile}: Documents
): readonly Breach[] {
  const at = {commit, number: null}
  if (!after) {
    if (!before) return []
    return hasFile
      ? [{...at, kind: 'unreadable', message: 'The registry cannot be read'}]
      : [{...at, kind: 'removal', message: 'The registry is gone'}]
  }

  const known = duplicatesIn(before)
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
  if (!registry) return new Set()
  const known = duplicates.get(registry)
  if (known) return known
  const again = repeated(registry.blocks, ({claim}) => claim.number)
  const found = new Set(again.map((one) => one.again.claim.number))
  duplicates.set(registry, found)
  return found
}

/** What a commit leaves is what the next one starts from. */
const duplicates = new WeakMap<Registry, ReadonlySet<number>>()
