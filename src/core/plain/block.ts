import type {Heading, List, RootContent, ThematicBreak} from 'mdast'
import {readClaim} from '../block-claim.ts'
import type {Claim} from '../claim.ts'
import {endingAt, lineEnd} from '../lines.ts'
import {moved, parseMarkdown} from '../markdown.ts'
import type {Block, Field} from '../registry.ts'
import type {Span} from '../span.ts'
import {readPlainFields, readPlainValues} from './fields.ts'

declare module 'mdast' {
  interface HeadingData {
    /** The plain block that starts with this heading. */
    plain?: PlacedBlock
  }
}

/** A segment that is one block in plain form; offsets count from its start. */
export interface PlainSegment {
  /** All of it, and nothing else. */
  readonly source: string
  readonly depth: Heading['depth']
  /** End of the heading. */
  readonly headingEnd: number
  /** Start of the title; the heading's end without one. */
  readonly titleStart: number
  /** The list of fields, without its last line ending. */
  readonly list: {readonly start: number; readonly end: number}
  /** Offset of the thematic break after it. */
  readonly rule: number | undefined
  /** What it says. */
  readonly claim: () => Claim
}

/** A plain block in a document. */
export interface PlacedBlock {
  readonly block: Block
  /** Nodes of the segment after the heading. */
  readonly body: () => readonly RootContent[]
}

const lead = /^(#+) Session #(\d+)(?:: )?/u

/** Reads a segment that is one plain block. */
export function readPlain(source: string): PlainSegment {
  const [{length} = '', marks = '', number] = lead.exec(source) ?? []
  const headingEnd = lineEnd(source, 0)
  const listStart = skipEndings(source, headingEnd)
  const last = lineEnd(
    source,
    Math.max(source.lastIndexOf('\n- **'), source.lastIndexOf('\r- **')) + 1
  )
  const listEnd = endOfItems(source, last)
  const rule = skipEndings(source, listEnd)
  let claim: Claim | undefined
  return {
    source,
    depth: depths[marks.length - 1] ?? 6,
    headingEnd,
    titleStart: length,
    list: {start: listStart, end: listEnd},
    rule: source.startsWith('---', rule) ? rule : undefined,
    claim: () =>
      (claim ??= readClaim(
        {
          number: Number(number),
          title: length < headingEnd ? source.slice(length, headingEnd) : undefined
        },
        readPlainValues(source, listStart)
      ))
  }
}

const depths = [1, 2, 3, 4, 5, 6] as const

function skipEndings(source: string, offset: number): number {
  let next = offset
  while (source[next] === '\n' || source[next] === '\r') next++
  return next
}

/** End of the nested items that follow a line's end. */
function endOfItems(source: string, end: number): number {
  let last = end
  for (;;) {
    const next = last + endingAt(source, last).length
    if (next === last || !source.startsWith('  - ', next)) return last
    last = lineEnd(source, next)
  }
}

/** The segment's heading at an offset of the document. */
export function plainHeading(segment: PlainSegment, start: number): Heading {
  return new PlainHeading(segment, start)
}

/** Says where it is when it is asked: of a large document few are. */
class PlainHeading implements Heading {
  readonly type = 'heading'
  readonly #segment: PlainSegment
  readonly #start: number
  readonly data: {readonly plain: PlacedBlock}

  constructor(segment: PlainSegment, start: number) {
    this.#segment = segment
    this.#start = start
    this.data = {plain: new PlainBlock(segment, start)}
  }

  get depth(): Heading['depth'] {
    return this.#segment.depth
  }

  get position(): Position {
    return positionOf(this.#start, this.#start + this.#segment.headingEnd)
  }

  get children(): Heading['children'] {
    const {source, depth, headingEnd} = this.#segment
    const position = positionOf(this.#start + depth + 1, this.#start + headingEnd)
    return [{type: 'text', value: source.slice(depth + 1, headingEnd), position}]
  }
}

/** The segment's further nodes, equal to the parser's. */
function plainBody({source, list, rule}: PlainSegment, start: number): readonly RootContent[] {
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

/** Lines and columns mean nothing, as in all nodes of a document. */
type Position = NonNullable<Heading['position']>

function positionOf(start: number, end: number): Position {
  return {start: {line: 1, column: 1, offset: start}, end: {line: 1, column: 1, offset: end}}
}

class PlainBlock implements PlacedBlock, Block {
  readonly #segment: PlainSegment
  readonly #start: number
  #fields: readonly Field[] | undefined
  readonly loose = false

  constructor(segment: PlainSegment, start: number) {
    this.#segment = segment
    this.#start = start
  }

  get block(): Block {
    return this
  }

  get claim(): Claim {
    return this.#segment.claim()
  }

  get heading(): Span {
    return {start: this.#start, end: this.#start + this.#segment.headingEnd}
  }

  get title(): Span {
    const {titleStart, headingEnd} = this.#segment
    return {start: this.#start + titleStart, end: this.#start + headingEnd}
  }

  get lines(): Span {
    return {start: this.#start, end: this.#start + this.#segment.source.length}
  }

  get fields(): readonly Field[] {
    const {source, list} = this.#segment
    return (this.#fields ??= readPlainFields(source, list.start, this.#start))
  }

  body(): readonly RootContent[] {
    return plainBody(this.#segment, this.#start)
  }
}
