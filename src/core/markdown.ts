import type {Nodes, Parents, Root} from 'mdast'
import {toString} from 'mdast-util-to-string'
import {remark} from 'remark'
import type {Processor} from 'unified'
import type {Span} from './span.ts'

let processor: Processor<Root, undefined, undefined, Root, string> | undefined

/**
 * Parses CommonMark; GFM task boxes and tables stay text, and are read from the source.
 *
 * Offsets count all units of `text`, also a byte order mark, which the parser leaves out of them.
 */
export function parseMarkdown(text: string): Root {
  processor ??= remark()
  const root = processor.parse(text)
  return text.startsWith('\uFEFF') ? moved(root, 1) : root
}

/** A copy of a tree, its offsets moved; lines and columns in it mean nothing any more. */
export function moved<Node extends Nodes>(node: Node, distance: number): Node {
  const copy = {...node}
  if (node.position) {
    const {start, end} = node.position
    copy.position = {start: movedPoint(start, distance), end: movedPoint(end, distance)}
  }
  if ('children' in copy) copyChildren(copy, distance)
  return copy
}

function copyChildren(parent: Parents, distance: number): void {
  parent.children = parent.children.map((child) => moved(child, distance)) as typeof parent.children
}

type Point = NonNullable<Nodes['position']>['start']

function movedPoint(point: Point, distance: number): Point {
  return point.offset === undefined ? point : {...point, offset: point.offset + distance}
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
