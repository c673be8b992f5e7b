import type {Claim} from '../claim.ts'
import type {FieldKey} from '../field.ts'
import {dominantEnding} from '../lines.ts'
import {readStamp} from '../stamp.ts'
import {isSameSession} from '../session.ts'
import {assemble} from './assemble.ts'
import {compareParts, cutFields, partOfField} from './block-pieces.ts'
import {type Part, partsOf} from './piece.ts'
import {type Sides, changedSide, mapSides} from './sides.ts'
import {tailOf} from './tail.ts'
import {weave} from './weave.ts'

/** One session's block on one side: its source alone, and what it says. */
export interface BlockVersion {
  readonly source: string
  readonly claim: Claim
}

/** Fields that say who holds the block. */
const holderFields = ['SESSION_ID', 'STATUS'] as const

/** Fields that mean something for one holder only. */
const stateFields = [...holderFields, 'TIMESTAMP', 'READY', 'ACKNOWLEDGED'] as const

/**
 * Merges a block that both sides changed, field by field.
 *
 * @returns its source; nothing where both changed the same field, each in its own way.
 */
export function mergeFields(
  versions: Sides<BlockVersion> | Omit<Sides<BlockVersion>, 'ancestor'>
): string | undefined {
  const {ours, theirs} = versions
  const ancestor = 'ancestor' in versions ? versions.ancestor : undefined
  const pieces = mapSides({ancestor, ours, theirs}, (one) => (one ? cutFields(one.source) : []))
  const found = mapSides(pieces, (list) => list && partsOf(list))
  if (!isComplete(pieces) || !isComplete(found)) return undefined
  if (isTorn(found, ours.claim, theirs.claim)) return undefined

  const parts = new Map<string, Part>()
  for (const key of new Set([...found.ours.keys(), ...found.theirs.keys()])) {
    const part = mergePart(
      key,
      mapSides(found, (one) => one.get(key)),
      isOneHolder(ours.claim, theirs.claim)
    )
    if (part === 'clash') return undefined
    if (part) parts.set(key, part)
  }

  const strands = weave(pieces, {keys: new Set(parts.keys()), compare: compareParts})
  if (!strands || strands.some((strand) => 'ours' in strand)) return undefined
  const ending = dominantEnding(ours.source)
  return assemble(strands, parts, {ending, separator: ending}).text.trimEnd()
}

function isComplete<T>(sides: Sides<T | undefined>): sides is Sides<T> {
  return sides.ancestor !== undefined && sides.ours !== undefined && sides.theirs !== undefined
}

/** Whether one session holds the block on both sides. */
function isOneHolder(ours: Claim, theirs: Claim): boolean {
  const isRegistered = ours.status === 'REGISTERED' && theirs.status === 'REGISTERED'
  if (!isRegistered || ours.session === undefined || theirs.session === undefined) return false
  return isSameSession(ours.session, theirs.session)
}

/** Whether one side gave the block away while the other went on with it. */
function isTorn(found: Sides<ReadonlyMap<string, Part>>, ours: Claim, theirs: Claim): boolean {
  if (isOneHolder(ours, theirs)) return false
  const differ = (
    fields: readonly FieldKey[],
    one: keyof typeof found,
    other: keyof typeof found
  ) =>
    fields.some((field) => {
      const key = partOfField(field)
      return found[one].get(key)?.source !== found[other].get(key)?.source
    })
  if (!differ(stateFields, 'ours', 'theirs')) return false
  return (
    (differ(holderFields, 'ours', 'ancestor') && differ(stateFields, 'theirs', 'ancestor')) ||
    (differ(holderFields, 'theirs', 'ancestor') && differ(stateFields, 'ours', 'ancestor'))
  )
}

function mergePart(
  key: string,
  sides: Sides<Part | undefined>,
  hasOneHolder: boolean
): Part | 'clash' | undefined {
  const {ours, theirs} = sides
  const side = changedSide(mapSides(sides, (part) => part?.source))
  const chosen = side ? sides[side] : hasOneHolder && ours && theirs && settled(key, ours, theirs)
  if (chosen === false || (side === undefined && chosen === undefined)) return 'clash'
  return chosen && {...chosen, ...tailOf(sides)}
}

/** A session that claimed on both sides did so once: here. What it acknowledged last counts. */
function settled(key: string, ours: Part, theirs: Part): Part | undefined {
  if (!stateFields.some((field) => partOfField(field) === key)) return undefined
  const isNewer = key === partOfField('ACKNOWLEDGED') && timeOf(theirs) > timeOf(ours)
  return isNewer ? theirs : ours
}

function timeOf({source}: Part): string {
  return readStamp(source.slice(source.indexOf(':') + 1).replace(/^[*_\s]+/u, ''))?.time ?? ''
}
