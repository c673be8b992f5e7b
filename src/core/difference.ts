import {statesOf} from './changes/block-change.ts'
import {type Claim, claimKeys} from './claim.ts'
import type {Registry} from './registry.ts'

/**
 * What happened to a number between two documents.
 *
 * - `claimed`: it is registered, and was not.
 * - `released`: it was registered, and is not.
 * - `reassigned`: what it commits to differs, or whom.
 * - `acknowledged`: only the acknowledgement differs, and what belongs to it.
 * - `noted`: only something else differs: a time, the readiness, a reason.
 * - `added`, `removed`: the block of a number that nobody holds.
 */
export type DifferenceKind =
  | 'claimed'
  | 'released'
  | 'reassigned'
  | 'acknowledged'
  | 'noted'
  | 'added'
  | 'removed'

/** A number of which two documents differ. */
export interface Difference {
  readonly number: number
  readonly kind: DifferenceKind
  /** What differs, in the order of a claim; empty where one of the two has no block. */
  readonly fields: readonly (keyof Claim)[]
  readonly before: Claim | undefined
  readonly after: Claim | undefined
}

/** What a session commits to. */
const commitments: readonly (keyof Claim)[] = [
  'title',
  'role',
  'goal',
  'session',
  'responsibilities'
]

/** Compares two documents number by number, in ascending order; of twins the first block counts. */
export function differencesBetween(before: Registry, after: Registry): readonly Difference[] {
  const [old, now] = [statesOf(before), statesOf(after)]
  return [...new Set([...old.keys(), ...now.keys()])]
    .toSorted((a, b) => a - b)
    .flatMap((number) =>
      differenceOf(number, old.get(number)?.block.claim, now.get(number)?.block.claim)
    )
}

function differenceOf(
  number: number,
  before: Claim | undefined,
  after: Claim | undefined
): readonly Difference[] {
  const fields = before && after ? fieldsBetween(before, after) : []
  if (before && after && fields.length === 0) return []
  return [{number, kind: kindOf(before, after, fields), fields, before, after}]
}

function fieldsBetween(before: Claim, after: Claim): readonly (keyof Claim)[] {
  return claimKeys.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
}

function kindOf(
  before: Claim | undefined,
  after: Claim | undefined,
  fields: readonly (keyof Claim)[]
): DifferenceKind {
  const [was, is] = [before, after].map((claim) => claim?.status === 'REGISTERED')
  if (is && !was) return 'claimed'
  if (was && !is) return 'released'
  if (!before) return 'added'
  if (!after) return 'removed'
  if (fields.some((key) => commitments.includes(key))) return 'reassigned'
  return fields.includes('acknowledged') ? 'acknowledged' : 'noted'
}
