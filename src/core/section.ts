import type {RootContent} from 'mdast'
import {plainText} from './markdown.ts'

/**
 * Nodes under the first heading whose text contains a phrase, up to the next heading of the same or
 * a higher level.
 *
 * @param phrase - compared without case.
 */
export function sectionOf(nodes: readonly RootContent[], phrase: string): readonly RootContent[] {
  const wanted = phrase.toLowerCase()
  const start = nodes.findIndex(
    (node) => node.type === 'heading' && plainText(node).toLowerCase().includes(wanted)
  )
  const heading = nodes[start]
  if (heading?.type !== 'heading') return []
  const rest = nodes.slice(start + 1)
  const end = rest.findIndex((node) => node.type === 'heading' && node.depth <= heading.depth)
  return end === -1 ? rest : rest.slice(0, end)
}

/** Nodes before the second heading: the document's title and what stands under it. */
export function headerOf(nodes: readonly RootContent[]): readonly RootContent[] {
  const first = nodes.findIndex((node) => node.type === 'heading')
  const second = nodes.findIndex((node, index) => index > first && node.type === 'heading')
  return second === -1 ? nodes : nodes.slice(0, second)
}
