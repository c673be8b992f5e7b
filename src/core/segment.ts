import type {Root, RootContent} from 'mdast'
import {visit} from 'unist-util-visit'
import {frontMatterEnd} from './front-matter-span.ts'
import {eachLine, lineEnd} from './lines.ts'
import {parseMarkdown, spanOf} from './markdown.ts'

/**
 * Parses a document into its top-level nodes, segment by segment: remark's cost grows faster than
 * its input. Positions are offsets in `text`; lines and columns in them mean nothing.
 *
 * A scan proposes cuts at headings, remark confirms each one. Where a reference definition could
 * reach across segments, the document is parsed whole.
 */
export function parseFlow(text: string): readonly RootContent[] {
  const start = frontMatterEnd(text)
  const cuts = [...proposeCuts(text, start), text.length]
  const nodes: RootContent[] = []
  let position = start
  let next = 0

  while (position < text.length) {
    while ((cuts[next] ?? text.length) <= position && next < cuts.length - 1) next++
    const segment = parseSegment(text, position, cuts.slice(next))
    if (segment.hasDefinition) return shift(parseMarkdown(text.slice(start)), start).children
    nodes.push(...segment.nodes)
    position = segment.end
  }

  return nodes
}

interface Segment {
  readonly nodes: readonly RootContent[]
  /** Offset in the document at which the segment ends. */
  readonly end: number
  readonly hasDefinition: boolean
}

/** Parses up to the first cut that remark confirms, doubling the stretch on each refusal. */
function parseSegment(text: string, start: number, cuts: readonly number[]): Segment {
  for (let count = 1; ; count *= 2) {
    const end = cuts[Math.min(count, cuts.length) - 1] ?? text.length
    const isLast = end === text.length
    const root = shift(parseMarkdown(text.slice(start, isLast ? end : lineEnd(text, end))), start)
    const last = root.children.at(-1)
    if (isLast) return {nodes: root.children, end, hasDefinition: hasDefinition(root)}
    if (last?.type === 'heading' && spanOf(last).start === end) {
      return {nodes: root.children.slice(0, -1), end, hasDefinition: hasDefinition(root)}
    }
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

/** The fence that is open after a line, given the one open before it. */
function fenceAfter(open: string | undefined, source: string): string | undefined {
  const marker = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/u.exec(source)?.[1]
  if (open === undefined) return marker
  const closes = marker?.startsWith(open) && source.trim() === marker
  return closes ? undefined : open
}

function hasDefinition(root: Root): boolean {
  let found = false
  visit(root, 'definition', () => {
    found = true
  })
  return found
}

function shift(root: Root, offset: number): Root {
  visit(root, ({position}) => {
    if (position?.start.offset !== undefined) position.start.offset += offset
    if (position?.end.offset !== undefined) position.end.offset += offset
  })
  return root
}
