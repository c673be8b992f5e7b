import {type Batch, findBatches} from './analysis/batch.ts'
import type {Block, Registry} from './registry.ts'
import type {Span} from './span.ts'
import {sourceOf, wordingsOf} from './wording.ts'

/** A batch of a block. */
export interface Share {
  readonly block: Block
  readonly batch: Batch
  /** Source of noun and range. */
  readonly place: Span
}

/** The batches that a block's role and responsibilities name. */
export function sharesOf(document: string, block: Block): readonly Share[] {
  return (['ROLE', 'RESPONSIBILITIES'] as const)
    .flatMap((key) => wordingsOf(document, block, key))
    .flatMap((wording) =>
      findBatches(wording.text).map((batch) => ({
        block,
        batch,
        place: sourceOf(document, wording, batch)
      }))
    )
}

/**
 * Groups the shares of all blocks by the activity that they share out, each group by first number.
 *
 * One activity is: the same thing done to the same object, or sessions of one role that deal with
 * the same object in whatever words. Queueing prospects and mailing them are two.
 */
export function activitiesOf({text, blocks}: Registry): readonly (readonly Share[])[] {
  const groups = new Map<string, Share[]>()
  for (const share of blocks.flatMap((block) => sharesOf(text, block))) join(groups, share)

  return [...new Set(groups.values())].map((group) =>
    group.toSorted((a, b) => a.batch.first - b.batch.first)
  )
}

/** Puts a share into the group of its keys; where they have two, the smaller one goes into the other. */
function join(groups: Map<string, Share[]>, share: Share): void {
  const known = new Set(keysOf(share).flatMap((key) => [groups.get(key) ?? []]))
  const [home = [], ...others] = [...known].toSorted((a, b) => b.length - a.length)
  for (const member of [...others.flat(), share]) {
    home.push(member)
    for (const key of keysOf(member)) groups.set(key, home)
  }
}

function keysOf({block, batch}: Share): readonly string[] {
  const {noun, object, verb} = batch
  const role = roleKind(block.claim.role ?? '')
  const byVerb = JSON.stringify(['verb', noun, object, verb])
  return object === '' || role === ''
    ? [byVerb]
    : [byVerb, JSON.stringify(['role', noun, object, role])]
}

/** A role without what tells it from its neighbours: `(Morning Batch 1)`, numbers. */
function roleKind(role: string): string {
  return role
    .toLowerCase()
    .replace(/\([^)]*\)|\d+/gu, '')
    .replace(/\s+/gu, ' ')
    .trim()
}
