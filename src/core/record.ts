import type {RootContent} from 'mdast'
import {eachLabel} from './label.ts'
import {lineEnd, lineStart} from './lines.ts'
import type {RecordLine} from './registry.ts'
import type {Span} from './span.ts'

/** Steps of the protocol that leave a line in the document, in their order. */
export const recordKinds = ['confirmed', 'broadcast', 'approved', 'activated'] as const

/** Step of the protocol that leaves a line in the document. */
export type RecordKind = (typeof recordKinds)[number]

/** Words of each line before its colon. */
export const recordLabels: Readonly<Record<RecordKind, string>> = {
  confirmed: 'Confirmed',
  broadcast: 'Broadcast',
  approved: 'Approved',
  activated: 'Activated'
}

/** UTC to the second, and a digest: `2026-11-20T18:10:27Z 9f86d0…`. */
const stampPattern = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ) ([0-9a-f]{64})$/u

/** When something was done, and to which commitments. */
export interface Stamp {
  /** UTC, `2026-11-20T18:10:27Z`. */
  readonly time: string
  /** SHA-256 of the commitments, 64 hex digits. */
  readonly digest: string
}

/** Reads a stamp; `undefined` for any other text. */
export function readStamp(value: string): Stamp | undefined {
  const [, time, digest] = stampPattern.exec(value) ?? []
  return time === undefined || digest === undefined ? undefined : {time, digest}
}

/** Writes a stamp, as a record's line and a block's `ACKNOWLEDGED` hold it. */
export function writeStamp({time, digest}: Stamp): string {
  return `${time} ${digest}`
}

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
