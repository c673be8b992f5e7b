import {isPrintableAscii, makePrintable} from '../core/characters.ts'
import type {Span} from '../core/span.ts'
import {commandBracket} from './inert.ts'
import {widthOf} from './screen.ts'

/** A line of a document as a terminal shows it, and the place of a span in it. */
export interface Excerpt {
  readonly text: string
  /** Cells before the span. */
  readonly indent: number
  /** Cells of the span; positive. */
  readonly cells: number
}

/** What a reader takes for one character. */
interface Piece {
  readonly text: string
  /** Offset of its first cell in the line. */
  readonly at: number
  readonly cells: number
  readonly place: 'before' | 'inside' | 'after'
}

/**
 * Shows a line without hidden characters, cut around a span.
 *
 * @param line - without line ending.
 * @param span - in the line.
 * @param room - cells for the text; 20 at least.
 */
export function excerptOf(line: string, span: Span, room: number): Excerpt {
  // What is further away cannot be seen, however narrow it is; a line may have millions of units.
  const near = {start: Math.max(0, span.start - room * 4), end: span.start + room * 8}
  const pieces = piecesOf(line, span, near)
  const from = firstCell(pieces, room)
  const to = from + room
  const [isCutBefore, isCutAfter] = [
    near.start > 0 || from > 0,
    near.end < line.length || to < cellsOf(pieces)
  ]
  const shown = pieces.filter(
    ({at, cells}) => at >= from + Number(isCutBefore) && at + cells <= to - Number(isCutAfter)
  )
  const inside = cellsOf(shown, 'inside')
  const isInsideCut = inside > 0 && isCutAfter && shown.at(-1)?.place === 'inside'

  return {
    text: `${isCutBefore ? '…' : ''}${shown.map(({text}) => text).join('')}${isCutAfter ? '…' : ''}`,
    indent: cellsOf(shown, 'before') + Number(isCutBefore),
    cells: Math.max(1, inside + Number(isInsideCut))
  }
}

function piecesOf(line: string, span: Span, near: Span): readonly Piece[] {
  const source = line.slice(near.start, near.end)
  const brackets = new Set([...source.matchAll(commandBracket)].map(({index}) => index))
  let at = 0
  return graphemesOf(source).map(({segment, index}) => {
    const text = brackets.has(index) ? String.raw`\u{5b}` : printable(segment)
    const cells = widthOf(text)
    const start = near.start + index
    const place = placeIn(span, {start, end: start + segment.length})
    at += cells
    return {text, at: at - cells, cells, place}
  })
}

/** To make a segmenter takes Node as long as to start. */
function graphemesOf(source: string): readonly Pick<Intl.SegmentData, 'segment' | 'index'>[] {
  if (isPrintableAscii(source)) return Array.from(source, (segment, index) => ({segment, index}))
  return [...new Intl.Segmenter('en', {granularity: 'grapheme'}).segment(source)]
}

function printable(segment: string): string {
  return segment === '\t' ? '    ' : makePrintable(segment)
}

function placeIn(span: Span, {start, end}: Span): Piece['place'] {
  if (end <= span.start) return 'before'
  return start < span.end ? 'inside' : 'after'
}

/** First cell to show: the span in the middle, or its start in the first quarter. */
function firstCell(pieces: readonly Piece[], room: number): number {
  const [before, inside] = [cellsOf(pieces, 'before'), cellsOf(pieces, 'inside')]
  const middle = before + (inside - room) / 2
  const first = Math.min(middle, before - room / 4, cellsOf(pieces) - room)
  return Math.max(0, Math.floor(first))
}

function cellsOf(pieces: readonly Piece[], place?: Piece['place']): number {
  return pieces
    .filter((piece) => place === undefined || piece.place === place)
    .reduce((sum, {cells}) => sum + cells, 0)
}
