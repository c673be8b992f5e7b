import type {Paragraph, RootContent} from 'mdast'
import {compactName} from './field.ts'
import {lineEnd, lineStart} from './lines.ts'
import {spanOf} from './markdown.ts'
import type {LabelLine} from './registry.ts'

/**
 * Finds the line `**Name**: value` (or `**Name:** value`) in top-level paragraphs.
 *
 * @param name - compared as field names are.
 */
export function findLabel(
  text: string,
  nodes: readonly RootContent[],
  name: string
): LabelLine | undefined {
  const [first] = eachLabel(text, nodes, name)
  return first
}

/** Finds all such lines, in their order. */
export function* eachLabel(
  text: string,
  nodes: readonly RootContent[],
  name: string
): Generator<LabelLine> {
  for (const node of nodes) {
    if (node.type === 'paragraph') yield* labelsIn(text, node, compactName(name))
  }
}

function* labelsIn(text: string, paragraph: Paragraph, name: string): Generator<LabelLine> {
  for (const child of paragraph.children) {
    const {start} = spanOf(child)
    if (child.type !== 'strong' || text.slice(lineStart(text, start), start).trim() !== '') continue
    const source = text.slice(start, Math.min(lineEnd(text, start), spanOf(paragraph).end))
    const match = /^(?:\*\*|__)([^:*_]+)(?::(?:\*\*|__)|(?:\*\*|__)[ \t]*:)[ \t]*/u.exec(source)
    if (!match || compactName(match[1] ?? '') !== name) continue
    const value = source.slice(match[0].length).trimEnd()
    const offset = start + match[0].length
    const content = {start: offset, end: offset + value.length}
    yield {content, value, paragraph: spanOf(paragraph)}
  }
}
