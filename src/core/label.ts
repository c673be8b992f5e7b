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
  for (const node of nodes) {
    const found = node.type === 'paragraph' && labelIn(text, node, compactName(name))
    if (found) return found
  }

  return undefined
}

function labelIn(text: string, paragraph: Paragraph, name: string): LabelLine | undefined {
  for (const child of paragraph.children) {
    const {start} = spanOf(child)
    if (child.type !== 'strong' || text.slice(lineStart(text, start), start).trim() !== '') continue
    const source = text.slice(start, Math.min(lineEnd(text, start), spanOf(paragraph).end))
    const match = /^(?:\*\*|__)([^:*_]+)(?::(?:\*\*|__)|(?:\*\*|__)[ \t]*:)[ \t]*/u.exec(source)
    if (!match || compactName(match[1] ?? '') !== name) continue
    const value = source.slice(match[0].length).trimEnd()
    const offset = start + match[0].length
    return {
      content: {start: offset, end: offset + value.length},
      value,
      paragraph: spanOf(paragraph)
    }
  }

  return undefined
}
