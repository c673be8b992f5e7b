import {deriveEdits} from '../derive.ts'
import {applyEdits} from '../edit.ts'
import {dominantEnding} from '../lines.ts'
import type {Registry} from '../registry.ts'
import {repeated} from '../repeated.ts'
import {assemble} from './assemble.ts'
import {type Verdict, mergeBlock} from './block-merge.ts'
import {cutBlocks, sourceSpan} from './block-pieces.ts'
import type {BlockVersion} from './field-merge.ts'
import {type Finished, finish} from './finish.ts'
import {type MarkedLines, markerEdits} from './markers.ts'
import {neutralise} from './neutral.ts'
import {conflictOf} from './note.ts'
import {type Part, type Piece, partsOf} from './piece.ts'
import {type MergeConflict, type Merged, linesConflict} from './result.ts'
import {type ByNumber, settleSessions} from './rivals.ts'
import {type Sides, mapSides} from './sides.ts'
import {tailOf} from './tail.ts'
import {weave} from './weave.ts'

/**
 * Merges registries block by block.
 *
 * @param markerSize - characters of a conflict marker.
 * @returns nothing where that would be a guess: a number twice, blocks in different orders, or a
 *   result that reads as anything else than what was decided.
 */
export function mergeByBlock(given: Sides<Registry>, markerSize: number): Merged | undefined {
  const sides = neutralise(given)
  const pieces = mapSides(sides, cutBlocks)
  const parts = mapSides(pieces, partsOf)
  if (!parts.ancestor || !parts.ours || !parts.theirs) return undefined
  const versions = mapSides(sides, versionsOf)
  const numbers = new Set([...versions.ours.keys(), ...versions.theirs.keys()])
  const {verdicts, rivals} = settleSessions(
    new Map(
      Array.from(numbers, (number) => [
        number,
        mergeBlock(mapSides(versions, (side) => side.get(number)))
      ])
    ),
    versions
  )

  const kept = keptParts(verdicts, pieces)
  const strands = weave(pieces, {
    keys: new Set(kept.keys()),
    compare: (a, b) => Number(a) - Number(b)
  })
  if (!strands) return undefined
  const assembled = assemble(strands, kept, gapsOf(given.ours.text, pieces))
  const finished = finish(assembled, given, rivals)
  if (!isIntended(finished.registry, verdicts)) return undefined
  return mark(finished, verdicts, {size: markerSize, conflicts: rivals.map(conflictOf)})
}

function versionsOf({text, blocks}: Registry): ByNumber<BlockVersion> {
  return new Map(
    blocks.map((block) => {
      const {start, end} = sourceSpan(text, block)
      return [String(block.claim.number), {source: text.slice(start, end), claim: block.claim}]
    })
  )
}

function keptParts(
  verdicts: ByNumber<Verdict>,
  pieces: Sides<readonly Piece[]>
): ReadonlyMap<string, Part> {
  const parts = mapSides(pieces, (side) => partsOf(side))
  return new Map(
    [...verdicts].flatMap(([key, {block}]) => {
      const tail = tailOf(mapSides(parts, (side) => side?.get(key)))
      return block ? [[key, {key, source: block.source, ...tail}] as const] : []
    })
  )
}

/** Blocks that are next to each other only now are set apart as others are. */
function gapsOf(text: string, {ours, theirs}: Sides<readonly Piece[]>) {
  const ending = dominantEnding(text)
  const inner = [...ours, ...theirs].find((piece) => typeof piece !== 'string' && piece.isInner)
  return {
    ending,
    separator: typeof inner === 'object' ? inner.tail : ending + ending
  }
}

/** Reads the result as anybody would: the blocks that were decided on, each once, and nothing stale. */
function isIntended(registry: Registry, verdicts: ByNumber<Verdict>): boolean {
  const claims = registry.blocks.map(({claim}) => claim)
  const intended = [...verdicts.values()].flatMap(({block}) => block?.claim ?? [])
  const isSame = claims.every((claim) => {
    const version = verdicts.get(String(claim.number))?.block
    return JSON.stringify(claim) === JSON.stringify(version?.claim)
  })
  const isUnique = repeated(claims, ({number}) => number).length === 0
  return (
    isSame && isUnique && claims.length === intended.length && deriveEdits(registry).length === 0
  )
}

function mark(
  {registry, clashes}: Finished,
  verdicts: ByNumber<Verdict>,
  {size, conflicts}: {readonly size: number; readonly conflicts: readonly MergeConflict[]}
): Merged {
  const {text, blocks} = registry
  const style = {size, ending: dominantEnding(text)}
  const torn = blocks.flatMap((block) => {
    const verdict = verdicts.get(String(block.claim.number))
    if (verdict?.other === undefined) return []
    const marked: MarkedLines = {
      ...sourceSpan(text, block),
      other: verdict.other,
      isOurs: verdict.isTheirs !== true
    }
    return [{block, marked}]
  })
  const edits = [...clashes, ...torn.map(({marked}) => marked)].flatMap((lines) =>
    markerEdits(text, lines, style)
  )
  return {
    text: applyEdits(text, edits),
    conflicts: [
      ...conflicts,
      ...torn.map(({block}) => blockConflict(block.claim.number, block.claim.session)),
      ...clashes.map(() => linesConflict)
    ]
  }
}

function blockConflict(number: number, session: string | undefined): MergeConflict {
  return {
    number,
    message: `Both sides changed the block of number ${number}; it stands between conflict markers`,
    sessions: session === undefined ? [] : [session],
    next: 'git diff'
  }
}
