import {endingAt, eachLine} from '../lines.ts'

/** A part of a document that is merged by its key: a block, or a field of one. */
export interface Part {
  readonly key: string
  /** Without what separates it from the next one. */
  readonly source: string
  /** What separates it from what follows: the line ending, blank lines, breaks. */
  readonly tail: string
  /** Whether another part follows. */
  readonly isInner: boolean
}

/** A line with its ending, or a part. */
export type Piece = string | Part

/** The parts among pieces, by key; `undefined` where two have one key. */
export function partsOf(pieces: readonly Piece[]): ReadonlyMap<string, Part> | undefined {
  const parts = pieces.filter((piece) => typeof piece !== 'string')
  const byKey = new Map(parts.map((part) => [part.key, part]))
  return byKey.size === parts.length ? byKey : undefined
}

/** Cuts a text into its lines, each with its ending; joined they are the text. */
export function splitLines(text: string): readonly string[] {
  return Array.from(
    eachLine(text),
    ({start, end}) => text.slice(start, end) + endingAt(text, end)
  ).filter((line) => line !== '')
}
