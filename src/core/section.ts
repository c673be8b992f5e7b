import type {RootContent} from 'mdast'
import {lineStart} from './lines.ts'
import {plainText, spanOf} from './markdown.ts'
import type {Span} from './span.ts'

/**
 * Nodes under the first heading whose text contains a phrase, up to the next heading of the same or
 * a higher level.
 *
 * @param phrase - compared without case.
 */
export function sectionOf(nodes: readonly RootContent[], phrase: string): readonly RootContent[] {
  const bounds = boundsOf(nodes, phrase)
  return bounds ? nodes.slice(bounds.start + 1, bounds.end) : []
}

/** Lines of such a section, its heading included, up to the line of the next one. */
export function sectionSpan(
  text: string,
  nodes: readonly RootContent[],
  phrase: string
): Span | undefined {
  const bounds = boundsOf(nodes, phrase)
  const [first, next] = bounds ? [nodes[bounds.start], nodes[bounds.end]] : []
  if (!first) return undefined
  return {
    start: lineStart(text, spanOf(first).start),
    end: next ? lineStart(text, spanOf(next).start) : text.length
  }
}

/** Indices of the heading and of the node after its section. */
function boundsOf(nodes: readonly RootContent[], phrase: string): Span | undefined {
  const wanted = phrase.toLowerCase()
  const start = nodes.findIndex(
    (node) => node.type === 'heading' && plainText(node).toLowerCase().includes(wanted)
  )
  const heading = nodes[start]
  if (heading?.type !== 'heading') return undefined
  const end = nodes.findIndex(
    (node, index) => index > start && node.type === 'heading' && node.depth <= heading.depth
  )
  return {start, end: end === -1 ? nodes.length : end}
}

/** Nodes before the second heading: the document's title and what stands under it. */
export function headerOf(nodes: readonly RootContent[]): readonly RootContent[] {
  const first = nodes.findIndex((node) => node.type === 'heading')
  const second = nodes.findIndex((node, index) => index > first && node.type === 'heading')
  return second === -1 ? nodes : nodes.slice(0, second)
}
