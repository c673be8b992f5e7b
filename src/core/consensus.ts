import type {Claim} from './claim.ts'
import {isMeasurable} from './goal.ts'
import type {Registry} from './registry.ts'
import {repeated} from './repeated.ts'

/** One of the six things that consensus wants, with what it still lacks. */
export interface Criterion {
  readonly id: 'registered' | 'unique' | 'roles' | 'goals' | 'confirmed' | 'approved'
  readonly text: string
  readonly met: boolean
  /** What is missing, one phrase each; empty when met. */
  readonly missing: readonly string[]
}

/** How far a registry has come. */
export interface Consensus {
  /** Number of registered blocks. */
  readonly registered: number
  /** Number of sessions that there are to be. */
  readonly total: number
  readonly reached: boolean
  readonly criteria: readonly Criterion[]
}

/** Judges a registry by its blocks alone. */
export function consensusOf(registry: Registry): Consensus {
  const claims = registry.blocks.map(({claim}) => claim)
  const registered = claims.filter(({status}) => status === 'REGISTERED')
  const total = registry.range
    ? registry.range.last - registry.range.first + 1
    : registry.blocks.length

  const criteria = [
    criterion('registered', missingSessions(claims, registered.length, total)),
    criterion('unique', missingUnique(registered)),
    criterion('roles', missingRoles(claims, registered.length < total)),
    criterion('goals', missingGoals(claims, registered.length < total)),
    criterion('confirmed', ['no confirmation']),
    criterion('approved', ['no approval'])
  ]

  return {registered: registered.length, total, reached: criteria.every(({met}) => met), criteria}
}

const texts: Readonly<Record<Criterion['id'], string>> = {
  registered: 'All sessions are registered with unique numbers',
  unique: 'No number is claimed twice',
  roles: 'All roles are defined and accepted',
  goals: 'All goals are measurable and committed to',
  confirmed: 'The orchestrator has confirmed that there are no conflicts',
  approved: 'A human has approved the registry'
}

function criterion(id: Criterion['id'], missing: readonly string[]): Criterion {
  return {id, text: texts[id], met: missing.length === 0, missing}
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

function missingRoles(claims: readonly Claim[], isPartial: boolean): string[] {
  const roles = claims.flatMap(({role}) => role?.toLowerCase() ?? [])
  return [
    ...(isPartial ? ['some sessions are not registered'] : []),
    ...claims.filter(({role}) => !role).map(({number}) => `session ${number} has no role`),
    ...repeatedValues(roles).map((role) => `more than one session has the role “${role}”`),
    ...unready(claims)
  ]
}

function missingGoals(claims: readonly Claim[], isPartial: boolean): string[] {
  return [
    ...(isPartial ? ['some sessions are not registered'] : []),
    ...claims
      .filter(({goal}) => goal === undefined || !isMeasurable(goal))
      .map(({number}) => `session ${number} has no measurable goal`),
    ...unready(claims)
  ]
}

function unready(claims: readonly Claim[]): string[] {
  return claims
    .filter(({status, ready}) => status === 'REGISTERED' && ready?.toUpperCase() !== 'YES')
    .map(({number}) => `session ${number} is not ready`)
}

function repeatedValues(values: readonly string[]): readonly string[] {
  return [...new Set(repeated(values, (value) => value).map(({again}) => again))]
}
