import type {RootContent} from 'mdast'
import {moved} from './markdown.ts'
import {plainHeading} from './plain/block.ts'
import {proseNodes} from './plain/prose-nodes.ts'
import type {Segment} from './segments.ts'

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
  if ('claim' in reading) return [plainHeading(reading, start)]
  if ('nodes' in reading) return proseNodes(reading, start)
  const {children} = moved(reading, start)
  return end === confirmedEnd ? children : children.slice(0, -1)
}
