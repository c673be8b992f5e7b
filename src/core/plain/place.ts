import type {Span} from '../span.ts'
import {type Position, positionOf} from './position.ts'

/** A stretch of a segment. */
export interface Place extends Span {
  readonly source: string
  /** Offset of the segment in the document. */
  readonly shift: number
}

/** The text of a stretch. */
export function sourceOf({source, start, end}: Place): string {
  return source.slice(start, end)
}

/** The position of a stretch in the document. */
export function positionAt({start, end, shift}: Place): Position {
  return positionOf(shift + start, shift + end)
}
