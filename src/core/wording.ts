import {fieldOf} from './block.ts'
import type {FieldKey} from './field.ts'
import type {Block, Field} from './registry.ts'
import type {Span} from './span.ts'

/** Something that a block says in words, and where. */
export interface Wording {
  /** Plain text, on one line. */
  readonly text: string
  /** Its source in the document. */
  readonly content: Span
}

/** What a field of a block says: a wording for each responsibility, one for any other value. */
export function wordingsOf(document: string, block: Block, key: FieldKey): readonly Wording[] {
  const field = fieldOf(block, key)
  if (!field) return []
  if (key !== 'RESPONSIBILITIES') return [{text: field.value, content: field.content}]
  return field.items.length > 0 ? field.items : splitAtCommas(document, field)
}

/**
 * Source of a part of a wording; all of it where emphasis or escapes make text and source differ.
 *
 * @param part - span in the wording's text.
 */
export function sourceOf(document: string, {text, content}: Wording, part: Span): Span {
  if (document.slice(content.start, content.end) !== text) return content
  return {start: content.start + part.start, end: content.start + part.end}
}

function splitAtCommas(document: string, {content}: Field): readonly Wording[] {
  const source = document.slice(content.start, content.end)
  return [...source.matchAll(/[^,\s][^,]*/gu)].map((match) => {
    const text = match[0].trimEnd()
    const start = content.start + match.index
    return {text, content: {start, end: start + text.length}}
  })
}
