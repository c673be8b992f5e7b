import type {Heading, List, RootContent, ThematicBreak} from 'mdast'
import type {Claim} from '../claim.ts'
import {moved, parseMarkdown} from '../markdown.ts'
import type {Block, Field} from '../registry.ts'
import type {PlainReading} from '../segments.ts'
import type {Span} from '../span.ts'
import {readPlainFields} from './fields.ts'
import {depthOf} from './depth.ts'
import {type Position, positionOf} from './position.ts'

declare module 'mdast' {
  interface HeadingData {
    /** The plain block that starts with this heading. */
    plain?: PlacedBlock
  }
}

/** A plain block in a document. */
export interface PlacedBlock {
  readonly block: Block
  /** Nodes of the segment after the heading. */
  readonly body: () => readonly RootContent[]
}

/** The segment's heading at an offset of the document. */
export function plainHeading(segment: PlainReading, start: number): Heading {
  return new PlainHeading(segment, start)
}

/** Says where it is when it is asked: of a large document few are. */
class PlainHeading implements Heading {
  readonly type = 'heading'
  readonly #segment: PlainReading
  readonly #start: number
  readonly data: {readonly plain: PlacedBlock}

  constructor(segment: PlainReading, start: number) {
    this.#segment = segment
    this.#start = start
    this.data = {plain: new PlainBlock(segment, start)}
  }

  get depth(): Heading['depth'] {
    return depthOf(this.#segment.source)
  }

  get position(): Position {
    return positionOf(this.#start, this.#start + this.#segment.parts.headingEnd)
  }

  get children(): Heading['children'] {
    const {source, parts} = this.#segment
    const {headingEnd} = parts
    const {depth} = this
    const position = positionOf(this.#start + depth + 1, this.#start + headingEnd)
    return [{type: 'text', value: source.slice(depth + 1, headingEnd), position}]
  }
}

/** The segment's further nodes, equal to the parser's. */
function plainBody({source, parts}: PlainReading, start: number): readonly RootContent[] {
  const {list, rule} = parts
  const fields: List = {
    type: 'list',
    ordered: false,
    start: null,
    spread: false,
    position: positionOf(start + list.start, start + list.end),
    get children() {
      const parsed = parseMarkdown(source).children.find((node) => node.type === 'list')
      return parsed ? moved(parsed, start).children : []
    }
  }
  if (rule === undefined) return [fields]
  const position = positionOf(start + rule, start + rule + '---'.length)
  const ruled: ThematicBreak = {type: 'thematicBreak', position}
  return [fields, ruled]
}

class PlainBlock implements PlacedBlock, Block {
  readonly #segment: PlainReading
  readonly #start: number
  #fields: readonly Field[] | undefined
  readonly loose = false

  constructor(segment: PlainReading, start: number) {
    this.#segment = segment
    this.#start = start
  }

  get block(): Block {
    return this
  }

  get claim(): Claim {
    return this.#segment.claim
  }

  get heading(): Span {
    return {start: this.#start, end: this.#start + this.#segment.parts.headingEnd}
  }

  get title(): Span {
    const {titleStart, headingEnd} = this.#segment.parts
    return {start: this.#start + titleStart, end: this.#start + headingEnd}
  }

  get lines(): Span {
    return {start: this.#start, end: this.#start + this.#segment.source.length}
  }

  get fields(): readonly Field[] {
    const {source, parts} = this.#segment
    return (this.#fields ??= readPlainFields(source, parts.list.start, this.#start))
  }

  body(): readonly RootContent[] {
    return plainBody(this.#segment, this.#start)
  }
}
