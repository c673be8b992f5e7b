import type {Paragraph, RootContent} from 'mdast'
import {compactName} from './field.ts'
import {eachLine} from './lines.ts'
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
  const span = spanOf(paragraph)
  let strong: ReadonlySet<number> | undefined
  for (const line of eachLine(text.slice(span.start, span.end))) {
    const source = text.slice(span.start + line.start, span.start + line.end)
    const match = labelled.exec(source)
    if (!match || compactName(match[2] ?? '') !== name) continue
    const [lead = '', blank = ''] = match
    const offset = span.start + line.start
    strong ??= strongIn(paragraph)
    // What looks like it may stand in code, for one.
    if (!strong.has(offset + blank.length)) continue
    const value = source.slice(lead.length).trimEnd()
    const start = offset + lead.length
    yield {content: {start, end: start + value.length}, value, paragraph: span}
  }
}

const labelled = /^(\s*)(?:\*\*|__)([^:*_]+)(?::(?:\*\*|__)|(?:\*\*|__)[ \t]*:)[ \t]*/u

/** Offsets at which strong emphasis starts. */
function strongIn({children}: Paragraph): ReadonlySet<number> {
  const strong = children.filter((child) => child.type === 'strong')
  return new Set(strong.map((child) => spanOf(child).start))
}
