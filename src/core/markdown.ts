import type {Nodes, Root} from 'mdast'
import {toString} from 'mdast-util-to-string'
import {remark} from 'remark'
import type {Processor} from 'unified'
import {visit} from 'unist-util-visit'
import type {Span} from './span.ts'

const processor: Processor<Root, undefined, undefined, Root, string> = remark()

/**
 * Parses CommonMark; GFM task boxes and tables stay text, and are read from the source.
 *
 * Offsets count all units of `text`, also a byte order mark, which the parser leaves out of them.
 */
export function parseMarkdown(text: string): Root {
  const root = processor.parse(text)
  return text.startsWith('\uFEFF') ? moved(root, 1) : root
}

/** A copy of a tree, its offsets moved; lines and columns in it mean nothing any more. */
export function moved(root: Root, distance: number): Root {
  const copy = structuredClone(root)
  visit(copy, ({position}) => {
    if (position?.start.offset !== undefined) position.start.offset += distance
    if (position?.end.offset !== undefined) position.end.offset += distance
  })
  return copy
}

/**
 * Source span of a parsed node.
 *
 * @throws {Error} if the node was not parsed but made.
 */
export function spanOf(node: Nodes): Span {
  const start = node.position?.start.offset
  const end = node.position?.end.offset
  if (start === undefined || end === undefined) throw new Error(`No position on \`${node.type}\``)
  return {start, end}
}

/** Text of a node as a reader sees it, on one line. */
export function plainText(node: Nodes): string {
  return toString(node)
    .split(/[\r\n]+/u)
    .map((line) => line.trim())
    .join(' ')
    .trim()
}
