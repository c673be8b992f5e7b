import {blockSource} from '../block-source.ts'
import {type FieldKey, fieldKeys} from '../field.ts'
import {lineEnd, lineStart} from '../lines.ts'
import {parseRegistry} from '../parse.ts'
import type {Block, Registry} from '../registry.ts'
import type {Span} from '../span.ts'
import {type Part, type Piece, splitLines} from './piece.ts'

/** Cuts a document into its blocks, by number, and the lines around them. */
export function cutBlocks({text, blocks}: Registry): readonly Piece[] {
  return cut(
    text,
    blocks.map((block) => ({
      key: String(block.claim.number),
      ...sourceSpan(text, block),
      tailEnd: block.lines.end
    }))
  )
}

const headingKey = 'heading'

const fieldPrefix = 'field '

/** Key of a field among the parts of a block. */
export function partOfField(key: FieldKey): string {
  return fieldPrefix + key
}

/** Orders the parts of a block: the heading, fields as regmd writes them, others. */
export function compareParts(one: string, other: string): number {
  return rankOf(one) - rankOf(other)
}

function rankOf(key: string): number {
  if (key === headingKey) return -1
  const rank = fieldKeys.findIndex((field) => partOfField(field) === key)
  return rank === -1 ? fieldKeys.length : rank
}

/**
 * Cuts a block into heading and fields, by name, and the lines around them.
 *
 * @param source - the block alone.
 * @returns nothing where it does not read as one block.
 */
export function cutFields(source: string): readonly Piece[] | undefined {
  const {blocks} = parseRegistry(source)
  const [block] = blocks
  if (!block || blocks.length > 1 || block.lines.start > 0) return undefined
  const head = {key: headingKey, start: 0, end: lineEnd(source, block.heading.end)}
  const fields = block.fields.map(({key, lines}) => ({key: fieldPrefix + key, ...lines}))
  return cut(
    source,
    [head, ...fields].map(({key, start, end}) => ({
      key,
      start,
      end: start + source.slice(start, end).trimEnd().length,
      tailEnd: afterBlank(source, end)
    }))
  )
}

/** Offset at which the first line starts that is not blank. */
function afterBlank(text: string, offset: number): number {
  const next = offset + (/^\s*/u.exec(text.slice(offset))?.[0].length ?? 0)
  return next === text.length ? next : Math.max(offset, lineStart(text, next))
}

/** A block's whole lines, without the blank ones and breaks that separate it from the next one. */
export function sourceSpan(text: string, block: Block): Span {
  const {start} = block.lines
  const last = block.fields.at(-1)
  const end = start + blockSource(text, block).length
  // Emphasis at its end is its own.
  const ends = [end, block.heading.end, last?.label.end ?? 0, last?.content.end ?? 0]
  return {start, end: lineEnd(text, Math.max(...ends))}
}

interface Cut extends Span {
  readonly key: string
  /** Offset after the tail. */
  readonly tailEnd: number
}

function cut(text: string, cuts: readonly Cut[]): readonly Piece[] {
  const pieces: Piece[] = []
  let position = 0
  for (const [index, {key, start, end, tailEnd}] of cuts.entries()) {
    pieces.push(...splitLines(text.slice(position, start)))
    const isInner = cuts[index + 1]?.start === tailEnd
    const part: Part = {
      key,
      source: text.slice(start, end),
      tail: text.slice(end, tailEnd),
      isInner
    }
    pieces.push(part)
    position = tailEnd
  }

  return [...pieces, ...splitLines(text.slice(position))]
}
