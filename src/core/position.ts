import {bisect} from './bisect.ts'
import {eachLine} from './lines.ts'
import type {Span} from './span.ts'

/** A span by lines and columns, both from 1; columns count UTF-16 units, a tab is one. */
export interface Position {
  readonly line: number
  readonly column: number
  readonly endLine: number
  /** Of the first unit after the span. */
  readonly endColumn: number
}

/**
 * Makes the function that finds the lines and columns of a text's spans; CRLF, LF and CR end lines.
 *
 * Own code, since `vfile-location` looks through the rest of the text for each line of it.
 *
 * @param text - without byte order mark, which takes no column.
 */
export function positionsOf(text: string): (span: Span) => Position {
  const starts = Array.from(eachLine(text), ({start}) => start)
  const pointAt = (offset: number) => {
    const index = bisect(0, starts.length, (line) => (starts[line] ?? 0) <= offset)
    return {line: index + 1, column: offset - (starts[index] ?? 0) + 1}
  }

  return ({start, end}) => {
    const [from, to] = [pointAt(start), pointAt(end)]
    return {line: from.line, column: from.column, endLine: to.line, endColumn: to.column}
  }
}
