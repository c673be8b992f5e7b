import {RegmdError} from '../error.ts'
import {parseRegistry} from '../parse.ts'
import type {Registry} from '../registry.ts'
import {repeated} from '../repeated.ts'
import {mergeByBlock} from './document-merge.ts'
import {mergeLines, refuseLines} from './line-merge.ts'
import {hasMarkers} from './markers.ts'
import type {Merged} from './result.ts'
import {type Sides, changedSide} from './sides.ts'

/**
 * Merges three versions of a registry block by block, and what stands around the blocks line by
 * line. A document that is no registry, or that nobody can read for sure, is merged line by line.
 *
 * @param texts - without byte order mark; the ancestor is empty where there is none.
 * @param markerSize - characters of a conflict marker.
 */
export function mergeRegistries(texts: Sides<string>, markerSize = 7): Merged {
  const side = changedSide(texts)
  if (side) return {text: texts[side], conflicts: []}
  const registries = readSides(texts)
  const merged = registries && tryByBlock(registries, markerSize)
  if (merged) return merged
  const lines = mergeLines(texts, markerSize)
  const isWrong = lines.conflicts.length === 0 && addsRepetition(lines.text, texts)
  return isWrong ? refuseLines(texts, markerSize) : lines
}

/** The three documents, where each is a registry that can be read for sure. */
function readSides(texts: Sides<string>): Sides<Registry> | undefined {
  if ([texts.ancestor, texts.ours, texts.theirs].some(hasMarkers)) return undefined
  // A large text of another kind is not worth parsing.
  if (![texts.ours, texts.theirs].every((text) => /session/iu.test(text))) return undefined
  const ours = tryParse(texts.ours)
  const theirs = tryParse(texts.theirs, ours)
  const ancestor = tryParse(texts.ancestor, ours)
  if (!ancestor || !ours || !theirs) return undefined
  if (ours.blocks.length === 0 || theirs.blocks.length === 0) return undefined
  return {ancestor, ours, theirs}
}

function tryParse(text: string, earlier?: Registry): Registry | undefined {
  try {
    return parseRegistry(text, earlier)
  } catch (error) {
    if (error instanceof RegmdError) return undefined
    throw error
  }
}

function tryByBlock(registries: Sides<Registry>, markerSize: number): Merged | undefined {
  try {
    return mergeByBlock(registries, markerSize)
  } catch (error) {
    // Edits that would touch each other, or a result that nests too deeply.
    if (error instanceof RangeError || error instanceof RegmdError) return undefined
    throw error
  }
}

/** Whether a text has a number twice that neither side has. */
function addsRepetition(text: string, {ours, theirs}: Sides<string>): boolean {
  const [merged, ...others] = [text, ours, theirs].map(
    (one) => repeated(tryParse(one)?.blocks ?? [], ({claim}) => claim.number).length
  )
  return (merged ?? 0) > Math.max(0, ...others)
}
