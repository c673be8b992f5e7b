import type {RootContent} from 'mdast'
import {visit} from 'unist-util-visit'
import {fenceAfter} from './fence.ts'
import {frontMatterEnd} from './front-matter-span.ts'
import {eachLine, lineEnd} from './lines.ts'
import {moved, parseMarkdown, spanOf} from './markdown.ts'
import {placed} from './placed-segment.ts'
import type {Segment, Segments} from './segments.ts'
import {PlainSegment} from './plain/segment.ts'
import {plainEnd} from './plain/pattern.ts'
import {readProse} from './plain/prose.ts'
import {type Reusable, reusable} from './segment-reuse.ts'

/** A document's top-level nodes, and the segments that they came from. */
export interface Flow {
  /** Positions are offsets in the document; lines and columns in them mean nothing. */
  readonly nodes: readonly RootContent[]
  /** The same, but of a plain block its heading alone. */
  readonly outline: readonly RootContent[]
  readonly segments: Segments
}

const nothing: Segments = {text: '', list: []}

/**
 * Parses a document into its top-level nodes, segment by segment: remark's cost grows faster than
 * its input.
 *
 * A block in plain form is read without remark. Elsewhere a scan proposes cuts at headings, and
 * remark confirms each one. Where a reference definition could reach across segments, the document
 * is parsed whole.
 *
 * @param known - segments of an earlier reading: those that have not changed are not parsed again.
 */
export function parseFlow(text: string, known: Segments = nothing): Flow {
  const start = frontMatterEnd(text)
  if (looksDefined(text)) return parseWhole(text, start)
  const earlier = reusable(known, text)
  const list: Segment[] = []
  for (let position = start; position < text.length;) {
    const same = earlier.at(position)
    const segment = same ?? readSegment(text, position, earlier)
    if (!same && hasDefinition(segment)) return parseWhole(text, start)
    list.push(segment)
    position = segment.end
  }

  return {
    get nodes() {
      return list.flatMap(nodesOf)
    },
    outline: list.flatMap(({outline}) => outline),
    segments: {text, list}
  }
}

function parseWhole(text: string, start: number): Flow {
  const nodes = moved(parseMarkdown(text.slice(start)), start).children
  return {nodes, outline: nodes, segments: nothing}
}

/** Definitions above which one is taken for granted, where the first one would be found twice. */
const manyDefinitions = 200

/** Whether a document has so many lines like definitions that it is not worth a segment to look. */
function looksDefined(text: string): boolean {
  if (!text.includes(']:')) return false
  const pattern = /^ {0,3}\[[^\]\r\n]+\]:/gmu
  let count = 0
  while (count <= manyDefinitions && pattern.test(text)) count++
  return count > manyDefinitions
}

/** All nodes of a segment. */
function nodesOf({outline}: Segment): readonly RootContent[] {
  const [heading] = outline
  const plain = heading?.type === 'heading' ? heading.data?.plain : undefined
  return heading && plain ? [heading, ...plain.body()] : outline
}

function readSegment(text: string, start: number, earlier: Reusable): Segment {
  const end = plainEnd(text, start)
  const prose = end === undefined ? readProse(text, start) : undefined
  const plain = end ?? prose?.end
  if (plain === undefined) return placed(findSegment(text, start, earlier))
  const source = earlier.cut(start, plain)
  const reading = prose ? {source, nodes: prose.nodes} : new PlainSegment(source)
  return placed({start, end: plain, confirmedEnd: lineEnd(text, plain), reading})
}

/** Parses up to the first cut that remark confirms, doubling the stretch on each refusal. */
function findSegment(text: string, start: number, {find, cut}: Reusable): Omit<Segment, 'outline'> {
  const cuts = proposeCuts(text, start)
  for (let count = 1; ; count *= 2) {
    const end = skipTo(cuts, count) ?? text.length
    const isLast = end === text.length
    const confirmedEnd = isLast ? end : lineEnd(text, end)
    const source = cut(start, confirmedEnd)
    const known = find(source)
    const root = known && 'type' in known ? known : parseMarkdown(source)
    const last = root.children.at(-1)
    const isConfirmed = last?.type === 'heading' && spanOf(last).start === end - start
    if (isLast || isConfirmed) return {start, end, confirmedEnd, reading: root}
  }
}

/** The cut a number of cuts on, in steps of a doubling: 1, 1, 2, 4; nothing where there are less. */
function skipTo(cuts: Generator<number, void, undefined>, count: number): number | undefined {
  for (let left = Math.max(1, count / 2); left > 0; left--) {
    const {done, value} = cuts.next()
    if (done) return undefined
    if (left === 1) return value
  }

  return undefined
}

/** Offsets after the first line of lines that look like top-level ATX headings outside fenced code. */
function* proposeCuts(text: string, start: number): Generator<number, void, undefined> {
  let fence: string | undefined
  for (const line of eachLine(text, start)) {
    const source = text.slice(line.start, line.end)
    fence = fenceAfter(fence, source)
    if (fence === undefined && line.start > start && /^#{1,6}(?:[ \t]|$)/u.test(source)) {
      yield line.start
    }
  }
}

function hasDefinition({reading}: Segment): boolean {
  if (!('type' in reading)) return false
  let found = false
  visit(reading, 'definition', () => {
    found = true
  })
  return found
}
