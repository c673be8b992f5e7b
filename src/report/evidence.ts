import type {Claim} from '../core/claim.ts'
import type {Criterion, CriterionId} from '../core/criterion.ts'
import type {Registry} from '../core/registry.ts'
import {type RecordKind, readStamp} from '../core/stamp.ts'

/** Says by what a criterion that is met is met; nothing foreign in it. */
export function evidenceOf({id}: Criterion, registry: Registry): string {
  const claims = registry.blocks
    .map(({claim}) => claim)
    .filter(({status}) => status === 'REGISTERED')
  const evidence: Readonly<Record<CriterionId, () => string>> = {
    registered: () => `${count(claims.length, 'session')} registered`,
    unique: () => `${count(distinct(claims, 'number'), 'number')}, each claimed once`,
    roles: () => `${count(distinct(claims, 'role'), 'role')}, ${readiness(claims)}`,
    goals: () => `${count(claims.length, 'measurable goal')}, ${readiness(claims)}`,
    confirmed: () => recordTime(registry, 'confirmed'),
    approved: () => 'merged into the base branch by a person'
  }
  return evidence[id]()
}

/** Says when the registry was broadcast, and who has acknowledged that; nothing foreign in it. */
export function broadcastEvidence(registry: Registry): string {
  const record = registry.records.find(({kind}) => kind === 'broadcast')
  if (!record) return 'Not broadcast yet'
  const seen = registry.blocks.filter(
    ({claim}) => readStamp(claim.acknowledged ?? '')?.digest === record.digest
  )
  const total = count(registry.blocks.length, 'session')
  return `Broadcast at ${record.time}, acknowledged by ${seen.length} of ${total}`
}

function readiness(claims: readonly Claim[]): string {
  const ready = claims.filter((claim) => claim.ready?.toUpperCase() === 'YES')
  return `${count(ready.length, 'session')} ready`
}

function distinct(claims: readonly Claim[], key: 'number' | 'role'): number {
  return new Set(claims.map((claim) => claim[key])).size
}

function recordTime({records}: Registry, kind: RecordKind): string {
  return `at ${records.find((record) => record.kind === kind)?.time ?? ''}`
}

/** A number and what it counts: `1 session`, `12 sessions`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
