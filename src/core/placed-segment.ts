import type {Root, RootContent} from 'mdast'
import {moved} from './markdown.ts'
import {plainHeading} from './plain/block.ts'
import type {PlainSegment} from './plain/segment.ts'
import type {Span} from './span.ts'

/** A part of a document between two top-level headings, read. */
export interface Segment extends Span {
  /** End of the heading line that follows, which confirms that the segment ends there. */
  readonly confirmedEnd: number
  /** Positions count from the start of the segment; the heading that follows is in it. */
  readonly reading: Root | PlainSegment
  /** Its nodes in the document; of a plain block the heading alone. */
  readonly outline: readonly RootContent[]
}

/** A text, and its segments in order; none where it was parsed whole. */
export interface Segments {
  readonly text: string
  readonly list: readonly Segment[]
}

/** Puts a segment into a document, where it stays while what is before it does not change. */
export function placed(segment: Omit<Segment, 'outline'>): Segment {
  return new Placed(segment)
}

class Placed implements Segment {
  readonly start: number
  readonly end: number
  readonly confirmedEnd: number
  readonly reading: Segment['reading']
  #outline: readonly RootContent[] | undefined

  constructor({start, end, confirmedEnd, reading}: Omit<Segment, 'outline'>) {
    this.start = start
    this.end = end
    this.confirmedEnd = confirmedEnd
    this.reading = reading
  }

  get outline(): readonly RootContent[] {
    return (this.#outline ??= outlineOf(this))
  }
}

function outlineOf({start, end, confirmedEnd, reading}: Omit<Segment, 'outline'>) {
  if (!('type' in reading)) return [plainHeading(reading, start)]
  const {children} = moved(reading, start)
  return end === confirmedEnd ? children : children.slice(0, -1)
}
