import type {Approval} from './approval.ts'
import type {Claim} from './claim.ts'
import {type Criterion, criterion, criterionOfTask} from './criterion.ts'
import {digestOf} from './digest.ts'
import {isMeasurable} from './goal.ts'
import type {RecordKind} from './stamp.ts'
import type {Registry} from './registry.ts'
import {repeated} from './repeated.ts'

/** How far a registry has come. */
export interface Consensus {
  /** Number of registered blocks. */
  readonly registered: number
  /** Number of sessions that there are to be. */
  readonly total: number
  readonly reached: boolean
  readonly criteria: readonly Criterion[]
  /** Items of the task list that are left to people and not ticked. */
  readonly open: readonly string[]
}

/**
 * Judges a registry by what it says.
 *
 * @param approval - what git says; without it, the document's own record of it counts.
 */
export function consensusOf(registry: Registry, approval?: Approval): Consensus {
  const claims = registry.blocks.map(({claim}) => claim)
  const registered = claims.filter(({status}) => status === 'REGISTERED')
  const total = registry.range
    ? registry.range.last - registry.range.first + 1
    : registry.blocks.length

  const criteria = [
    criterion('registered', () => missingSessions(claims, registered.length, total)),
    criterion('unique', () => missingUnique(registered)),
    criterion('roles', () => missingRoles(claims, registered.length < total)),
    criterion('goals', () => missingGoals(claims, registered.length < total)),
    criterion('confirmed', () => missingRecord(registry, 'confirmed')),
    criterion('approved', () => approval?.missing ?? missingRecord(registry, 'approved'))
  ]
  const open = registry.tasks
    .filter(({checked, text}) => !checked && criterionOfTask(text) === undefined)
    .map(({text}) => text)

  return {
    registered: registered.length,
    total,
    get reached() {
      return open.length === 0 && criteria.every(({met}) => met)
    },
    criteria,
    open
  }
}

const absent: Readonly<Record<RecordKind, string>> = {
  confirmed: 'the orchestrator has not confirmed',
  broadcast: 'the registry has not been broadcast',
  approved: 'no human has approved these blocks',
  activated: 'the registry has not been activated'
}

/** What is missing of a step that leaves a record: all of it, or that it was about these blocks. */
export function missingRecord(registry: Registry, kind: RecordKind): readonly string[] {
  const records = registry.records.filter((one) => one.kind === kind)
  if (records.length === 0) return [absent[kind]]
  const digest = digestOf(registry)
  const isValid = records.some((record) => record.digest === digest)
  return isValid ? [] : [`${absent[kind]} since a block changed`]
}

function missingSessions(claims: readonly Claim[], registered: number, total: number): string[] {
  if (registered >= total) return []
  const pending = claims.filter(({status}) => status !== 'REGISTERED')
  const named = pending.map(({number}) => `session ${number} is not registered`)
  const unnamed = total - registered - pending.length
  return unnamed > 0 ? [...named, `${unnamed} numbers have no block`] : named
}

function missingUnique(registered: readonly Claim[]): string[] {
  if (registered.length === 0) return ['no number is claimed']
  return repeatedValues(registered.map(({number}) => String(number))).map(
    (number) => `number ${number} is claimed more than once`
  )
}

/** What a criterion lacks whose evidence is in blocks that nobody has claimed yet. */
export const partial = 'some sessions are not registered'

function* missingRoles(claims: readonly Claim[], isPartial: boolean): Generator<string> {
  if (isPartial) yield partial
  for (const {role, number} of claims) if (!role) yield `session ${number} has no role`
  const roles = claims.flatMap(({role}) => role?.toLowerCase() ?? [])
  for (const role of repeatedValues(roles)) yield `more than one session has the role “${role}”`
  yield* unready(claims)
}

function* missingGoals(claims: readonly Claim[], isPartial: boolean): Generator<string> {
  if (isPartial) yield partial
  for (const claim of claims) {
    if (!hasMeasure(claim)) yield `session ${claim.number} has no measurable goal`
  }

  yield* unready(claims)
}

/** A goal is read once, also where a document is written and read again. */
const measures = new WeakMap<Claim, boolean>()

function hasMeasure(claim: Claim): boolean {
  const known = measures.get(claim)
  if (known !== undefined) return known
  const found = claim.goal !== undefined && isMeasurable(claim.goal)
  measures.set(claim, found)
  return found
}

function unready(claims: readonly Claim[]): string[] {
  return claims
    .filter(({status, ready}) => status === 'REGISTERED' && ready?.toUpperCase() !== 'YES')
    .map(({number}) => `session ${number} is not ready`)
}

function repeatedValues(values: readonly string[]): readonly string[] {
  return [...new Set(repeated(values, (value) => value).map(({again}) => again))]
}
