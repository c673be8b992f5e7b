import type {Root, RootContent} from 'mdast'
import {visit} from 'unist-util-visit'
import {fenceAfter} from './fence.ts'
import {frontMatterEnd} from './front-matter-span.ts'
import {eachLine, lineEnd} from './lines.ts'
import {moved, parseMarkdown, spanOf} from './markdown.ts'

/** Parsed sources of segments; positions count from the start of each. */
export type Segments = ReadonlyMap<string, Root>

/** A document's top-level nodes, and the segments that they came from. */
export interface Flow {
  /** Positions are offsets in the document; lines and columns in them mean nothing. */
  readonly nodes: readonly RootContent[]
  /** Empty where the document was parsed whole. */
  readonly segments: Segments
}

/**
 * Parses a document into its top-level nodes, segment by segment: remark's cost grows faster than
 * its input.
 *
 * A scan proposes cuts at headings, remark confirms each one. Where a reference definition could
 * reach across segments, the document is parsed whole.
 *
 * @param known - segments of an earlier reading, which are not parsed again.
 */
export function parseFlow(text: string, known: Segments = new Map()): Flow {
  const start = frontMatterEnd(text)
  if (looksDefined(text)) return parseWhole(text, start)
  const cuts = [...proposeCuts(text, start), text.length]
  const nodes: RootContent[] = []
  const segments = new Map<string, Root>()

  for (let position = start, next = 0; position < text.length;) {
    while ((cuts[next] ?? text.length) <= position && next < cuts.length - 1) next++
    const {source, root, end} = findSegment(text, {start: position, cuts, next}, known)
    if (hasDefinition(root)) return parseWhole(text, start)

    segments.set(source, root)
    nodes.push(...moved(root, position).children.slice(0, end === text.length ? undefined : -1))
    position = end
  }

  return {nodes, segments}
}

function parseWhole(text: string, start: number): Flow {
  return {nodes: moved(parseMarkdown(text.slice(start)), start).children, segments: new Map()}
}

/** Definitions above which one is taken for granted, where the first one would be found twice. */
const manyDefinitions = 200

/** Whether a document has so many lines like definitions that it is not worth a segment to look. */
function looksDefined(text: string): boolean {
  const pattern = /^ {0,3}\[[^\]\r\n]+\]:/gmu
  let count = 0
  while (count <= manyDefinitions && pattern.test(text)) count++
  return count > manyDefinitions
}

interface Segment {
  /** With the heading line that follows, if any, which confirms the cut. */
  readonly source: string
  readonly root: Root
  /** Offset in the document at which the segment ends. */
  readonly end: number
}

interface Stretch {
  /** Offset in the document. */
  readonly start: number
  readonly cuts: readonly number[]
  /** Index of the first cut after `start`. */
  readonly next: number
}

/** Parses up to the first cut that remark confirms, doubling the stretch on each refusal. */
function findSegment(text: string, {start, cuts, next}: Stretch, known: Segments): Segment {
  for (let count = 1; ; count *= 2) {
    const end = cuts[Math.min(next + count, cuts.length) - 1] ?? text.length
    const isLast = end === text.length
    const source = text.slice(start, isLast ? end : lineEnd(text, end))
    const root = known.get(source) ?? parseMarkdown(source)
    const last = root.children.at(-1)
    const isConfirmed = last?.type === 'heading' && spanOf(last).start === end - start
    if (isLast || isConfirmed) return {source, root, end}
  }
}

/** Offsets of lines that look like top-level ATX headings outside fenced code. */
function* proposeCuts(text: string, start: number): Generator<number> {
  let fence: string | undefined
  for (const line of eachLine(text)) {
    if (line.start < start) continue
    const source = text.slice(line.start, line.end)
    fence = fenceAfter(fence, source)
    if (fence === undefined && line.start > start && /^#{1,6}(?:[ \t]|$)/u.test(source)) {
      yield line.start
    }
  }
}

function hasDefinition(root: Root): boolean {
  let found = false
  visit(root, 'definition', () => {
    found = true
  })
  return found
}
