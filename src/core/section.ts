import type {RootContent} from 'mdast'
import {isSessionHeading} from './heading.ts'
import {lineStart} from './lines.ts'
import {plainText, spanOf} from './markdown.ts'
import type {Span} from './span.ts'

/** Words of the heading over the task list. */
export const consensusHeading = 'Consensus Validation'

/** Words of the heading over the schedule that activation writes. */
export const scheduleHeading = 'Week 1 Schedule'

/** Tells by its plain text whether a heading is the one that is meant. */
export type HeadingTest = (plain: string) => boolean

/** The heading whose text contains a phrase, compared without case. */
export function containing(phrase: string): HeadingTest {
  const wanted = phrase.toLowerCase()
  return (plain) => plain.toLowerCase().includes(wanted)
}

/** The heading whose text is a phrase, but for symbols before it. */
export function being(phrase: string): HeadingTest {
  return (plain) => plain.replace(/^[^\p{L}]+/u, '') === phrase
}

/**
 * Nodes under the first such heading that is no session's, up to the next heading of the same or a
 * higher level.
 */
export function sectionOf(
  nodes: readonly RootContent[],
  isMeant: HeadingTest
): readonly RootContent[] {
  const bounds = boundsOf(nodes, isMeant)
  return bounds ? nodes.slice(bounds.start + 1, bounds.end) : []
}

/** Lines of such a section, its heading included, up to the line of the next one. */
export function sectionSpan(
  text: string,
  nodes: readonly RootContent[],
  isMeant: HeadingTest
): Span | undefined {
  const bounds = boundsOf(nodes, isMeant)
  const [first, next] = bounds ? [nodes[bounds.start], nodes[bounds.end]] : []
  if (!first) return undefined
  return {
    start: lineStart(text, spanOf(first).start),
    end: next ? lineStart(text, spanOf(next).start) : text.length
  }
}

/** Indices of the heading and of the node after its section. */
function boundsOf(nodes: readonly RootContent[], isMeant: HeadingTest): Span | undefined {
  const start = nodes.findIndex((node) => {
    const isOther = node.type === 'heading' && node.data?.plain === undefined
    const plain = isOther ? plainText(node) : undefined
    return plain !== undefined && isMeant(plain) && !isSessionHeading(plain)
  })
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
