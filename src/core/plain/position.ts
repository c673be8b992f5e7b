import type {Nodes} from 'mdast'

/** Where a node stands; lines and columns mean nothing, as in all nodes of a document. */
export type Position = NonNullable<Nodes['position']>

/** The position between two offsets of a document. */
export function positionOf(start: number, end: number): Position {
  return {start: {line: 1, column: 1, offset: start}, end: {line: 1, column: 1, offset: end}}
}
