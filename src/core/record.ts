import type {RootContent} from 'mdast'
import {eachLabel} from './label.ts'
import {lineEnd, lineStart} from './lines.ts'
import type {RecordLine} from './registry.ts'
import type {Span} from './span.ts'
import {readStamp, recordKinds, recordLabels} from './stamp.ts'

/**
 * Reads the records of a document, in its order; a line of such a name that says something else is a
 * person's.
 */
export function readRecords(text: string, nodes: readonly RootContent[]): readonly RecordLine[] {
  const found = recordKinds
    .flatMap((kind) =>
      [...eachLabel(text, nodes, recordLabels[kind])].flatMap(({value, content}) => {
        const stamp = readStamp(value)
        return stamp ? [{kind, ...stamp, content}] : []
      })
    )
    .toSorted((a, b) => a.content.start - b.content.start)
  let lead = 0
  return found.map((record) => {
    const start = lineStart(text, record.content.start)
    const isLeading = text.slice(lead, start).trim() === ''
    const lines = linesOf(text, record.content, isLeading)
    if (isLeading) lead = lines.end
    return {...record, lines}
  })
}

/** A record's line with the gap before it; of those that lead the document, with the gap after it. */
function linesOf(text: string, content: Span, isLeading: boolean): Span {
  const start = lineStart(text, content.start)
  const end = lineEnd(text, content.end)
  if (isLeading) return {start, end: text.length - text.slice(end).trimStart().length}
  return {start: lineEnd(text, text.slice(0, start).trimEnd().length), end}
}
