import type {List, ListItem, Paragraph} from 'mdast'
import {visit} from 'unist-util-visit'
import {lineStart, wholeLines} from './lines.ts'
import {plainText, spanOf} from './markdown.ts'
import type {Field, Item} from './registry.ts'
import type {Span} from './span.ts'

/** Fields that regmd knows, in the order in which they are written. */
export const fieldKeys = [
  'NUMBER',
  'ROLE',
  'GOAL',
  'SESSION_ID',
  'RESPONSIBILITIES',
  'STATUS',
  'TIMESTAMP',
  'READY',
  'ACKNOWLEDGED',
  'REASON'
] as const

/** Name of a field that regmd knows. */
export type FieldKey = (typeof fieldKeys)[number]

/**
 * Reads a list item as a field: `**NUMBER**: 3`, `**Number:** 3` or `NUMBER: 3`.
 *
 * @returns nothing if the item is something else.
 */
export function readField(text: string, item: ListItem): Field | undefined {
  const [paragraph] = item.children
  if (paragraph?.type !== 'paragraph') return undefined
  const name = nameSpan(text, paragraph)
  if (!name) return undefined
  const lines = wholeLines(text, spanOf(item))
  const contentEnd = spanOf(paragraph).end
  const labelEnd = name.labelEnd
  const blank = /^\s*/u.exec(text.slice(labelEnd, contentEnd))?.[0].length ?? 0
  const isEmpty = labelEnd + blank === contentEnd
  const nested = item.children.find((child) => child.type === 'list')
  const plain = plainText(paragraph)

  return {
    key: canonicalKey(text.slice(name.start, name.end)),
    name: {start: name.start, end: name.end},
    label: {start: lines.start, end: labelEnd},
    content: {start: isEmpty ? labelEnd : labelEnd + blank, end: isEmpty ? labelEnd : contentEnd},
    lines,
    value: plain.slice(plain.indexOf(':') + 1).trim(),
    items: nested ? nested.children.map(readItem) : [],
    itemPrefix: nested && prefixOf(text, nested),
    comments: commentsIn(item)
  }
}

/** Name of a field for comparison: without case, spaces, underscores and hyphens. */
export function canonicalKey(name: string): string {
  const compact = compactName(name)
  return fieldKeys.find((key) => compactName(key) === compact) ?? compact
}

/** Removes what does not count when names are compared. */
export function compactName(name: string): string {
  return name.replace(/[\s_-]+/gu, '').toUpperCase()
}

function nameSpan(text: string, paragraph: Paragraph): (Span & {labelEnd: number}) | undefined {
  const {start, end} = spanOf(paragraph)
  const source = text.slice(start, end)
  const match =
    /^(\*\*|__)([^:*`<>[\]\\]{1,60}?)(?::\1|\1[ \t]*:)/u.exec(source) ??
    /^()([\p{L}][\p{L}\p{N} _-]{0,59}?)[ \t]*:/u.exec(source)
  if (!match) return undefined
  const nameStart = start + (match[1] ?? '').length
  return {
    start: nameStart,
    end: nameStart + (match[2] ?? '').length,
    labelEnd: start + match[0].length
  }
}

function readItem(item: ListItem): Item {
  const [first] = item.children
  return {text: first ? plainText(first) : '', content: spanOf(first ?? item)}
}

function commentsIn(item: ListItem): readonly Span[] {
  const comments: Span[] = []
  visit(item, 'html', (node) => {
    if (node.value.startsWith('<!--')) comments.push(spanOf(node))
  })
  return comments
}

function prefixOf(text: string, list: List): string | undefined {
  const first = list.children[0]?.children[0]
  if (!first) return undefined
  const {start} = spanOf(first)
  return text.slice(lineStart(text, start), start)
}
