import type {Root, RootContent} from 'mdast'
import type {Claim} from './claim.ts'
import type {Span} from './span.ts'

/** A block in plain form, read without a parser of markdown. */
export interface PlainReading {
  /** All of it, and nothing else. */
  readonly source: string
  /** What it says. */
  readonly claim: Claim
  readonly parts: PlainParts
}

/** Where what stands in a block in plain form; offsets count from its start. */
export interface PlainParts {
  /** End of the heading. */
  readonly headingEnd: number
  /** Start of the title; the heading's end without one. */
  readonly titleStart: number
  /** The list of fields, without its last line ending. */
  readonly list: Span
  /** Offset of the thematic break after it. */
  readonly rule: number | undefined
}

/** A top-level node of prose; offsets count from the start of its segment. */
export interface ProseNode extends Span {
  readonly type:
    | 'heading'
    | 'paragraph'
    | 'bulletList'
    | 'orderedList'
    | 'blockquote'
    | 'code'
    | 'thematicBreak'
}

/** Prose in plain form, read without a parser of markdown. */
export interface ProseReading {
  /** All of it, and nothing else. */
  readonly source: string
  readonly nodes: readonly ProseNode[]
}

/** A part of a document between two top-level headings, read. */
export interface Segment extends Span {
  /** End of the heading line that follows, which confirms that the segment ends there. */
  readonly confirmedEnd: number
  /** Positions count from the start of the segment; the heading that follows is in it. */
  readonly reading: Root | PlainReading | ProseReading
  /** Its nodes in the document; of a plain block the heading alone. */
  readonly outline: readonly RootContent[]
}

/** A text, and its segments in order; none where it was parsed whole. */
export interface Segments {
  readonly text: string
  readonly list: readonly Segment[]
}
