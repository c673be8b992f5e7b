import type {Span} from './span.ts'

const nextEnding = /[\r\n]/gu
const lineEnding = /\r\n|\n|\r/u

/** Offset at which the line that holds `offset` starts; CRLF, LF and CR end lines, as in CommonMark. */
export function lineStart(text: string, offset: number): number {
  let start = offset
  while (start > 0 && text[start - 1] !== '\n' && text[start - 1] !== '\r') start--
  return start
}

/** Offset at which the line that holds `offset` ends, before its line ending. */
export function lineEnd(text: string, offset: number): number {
  nextEnding.lastIndex = offset
  return nextEnding.exec(text)?.index ?? text.length
}

/** Whole lines that hold a span, the last line ending included. */
export function wholeLines(text: string, span: Span): Span {
  const end = lineEnd(text, span.end)
  return {start: lineStart(text, span.start), end: end + endingAt(text, end).length}
}

/** Line ending at an offset: `\r\n`, `\n`, `\r`, or nothing. */
export function endingAt(text: string, offset: number): string {
  if (text.startsWith('\r\n', offset)) return '\r\n'
  const unit = text[offset]
  return unit === '\n' || unit === '\r' ? unit : ''
}

/** Offset after all line endings at an offset. */
export function skipEndings(text: string, offset: number): number {
  let next = offset
  while (next < text.length && isEnding(text.charCodeAt(next))) next++
  return next
}

/** Line ending that a text uses first; `\n` for a single line. */
export function dominantEnding(text: string): string {
  return lineEnding.exec(text)?.[0] ?? '\n'
}

/**
 * Calls back with the span of each line, its ending not included.
 *
 * @param from - offset at which the first one starts.
 */
export function* eachLine(text: string, from = 0): Generator<Span> {
  let start = from
  while (start <= text.length) {
    const end = lineEnd(text, start)
    yield {start, end}
    if (end === text.length) return
    start = end + endingAt(text, end).length
  }
}

/** Whether the line after the one that holds `offset` is blank. */
export function hasGapAfter(text: string, offset: number): boolean {
  const end = lineEnd(text, offset)
  const next = end + endingAt(text, end).length
  return text.slice(next, lineEnd(text, next)).trim() === ''
}

function isEnding(unit: number): boolean {
  return unit === 0x0a || unit === 0x0d
}
