import {fieldOf} from './block.ts'
import type {Edit} from './edit.ts'
import {RegmdError} from './error.ts'
import {type FieldKey, fieldKeys} from './field.ts'
import {responsibilityLines} from './field-lines.ts'
import {endingAt, lineEnd} from './lines.ts'
import type {Block, Field, Registry} from './registry.ts'
import {renderValue} from './render.ts'
import {styleOf} from './style.ts'

/** A block to be edited, and the document around it. */
export interface Target {
  readonly registry: Registry
  readonly block: Block
}

/** Value of an open block's `SESSION_ID`, in brackets as all placeholders are. */
export const openPlaceholder = '[open]'

/**
 * Sets a field to a plain text, adding its line in the place of the known order if it is absent.
 *
 * @throws {RegmdError} `REGISTRY_INVALID` if its value holds text that only slid into it.
 */
export function setField(target: Target, key: FieldKey, value: string): readonly Edit[] {
  return setSource(target, key, value === openPlaceholder ? value : renderValue(value))
}

/** Sets the `RESPONSIBILITIES` field, as a nested list or on one line, as the neighbours do. */
export function setResponsibilities(target: Target, items: readonly string[]): readonly Edit[] {
  const {registry, block} = target
  const style = styleOf(registry, block)
  const field = fieldOf(block, 'RESPONSIBILITIES')
  const label = field
    ? registry.text.slice(field.label.start, field.label.end)
    : style.label('RESPONSIBILITIES')
  const lines = responsibilityLines(style, label, items)
  if (!field) return insertLines(target, 'RESPONSIBILITIES', lines)
  const ending = endingBefore(registry.text, field.lines.end)
  return [{...field.lines, replacement: lines.join(style.ending) + ending}]
}

/**
 * Removes a field with all its lines; nothing if it is absent.
 *
 * @throws {RegmdError} `REGISTRY_INVALID` if it holds more than its value: that is not for regmd to
 *   take out.
 */
export function removeField({registry, block}: Target, key: FieldKey): readonly Edit[] {
  const field = fieldOf(block, key)
  if (!field) return []
  if (holdsMore(registry.text, field)) throw notAlone(block, key)
  const {start, end} = field.lines
  // The blank line that sets it apart in such a list goes with it.
  return [{start: block.loose ? gapBefore(registry.text, start) : start, end, replacement: ''}]
}

/** Offset at which the blank lines before a line start, or the line itself. */
function gapBefore(text: string, offset: number): number {
  const previous = text.slice(0, offset).trimEnd().length
  return previous + endingAt(text, lineEnd(text, previous)).length
}

/** Whether a field has lines beside its value: only a reason may take several, if they are indented. */
function holdsMore(text: string, {key, content, lines}: Field): boolean {
  const first = lineEnd(text, content.start)
  const end = key === 'REASON' ? Math.max(content.end, first) : first
  return text.slice(end, lines.end).trim() !== '' || slidIn.test(text.slice(first, end))
}

/** A line at the margin: markdown counts it to the value, its author did not. */
const slidIn = /[\r\n]\S/u

function notAlone({claim: {number}}: Block, key: FieldKey): RegmdError {
  const why = 'text that follows has become part of it; a blank line would set it apart'
  return new RegmdError(
    'REGISTRY_INVALID',
    `Cannot change ${key} of number ${number}: ${why}; nothing was written`,
    {hint: 'regmd check', details: {number, field: key}}
  )
}

function setSource(target: Target, key: FieldKey, source: string): readonly Edit[] {
  const {registry, block} = target
  const field = fieldOf(block, key)
  if (!field) return insertLines(target, key, [`${styleOf(registry, block).label(key)} ${source}`])
  if (slidIn.test(registry.text.slice(field.content.start, field.content.end))) {
    throw notAlone(block, key)
  }

  const isEmpty = field.content.start === field.content.end
  return [{...field.content, replacement: isEmpty ? ` ${source}` : source}]
}

function insertLines(target: Target, key: FieldKey, lines: readonly string[]): readonly Edit[] {
  const {registry, block} = target
  const {ending} = styleOf(registry, block)
  const anchor = anchorOf(block, key)
  if (!anchor) throw new RangeError(`Expected a field to put ${key} after`)
  const {text} = registry
  const at = anchor.lines.end
  const gap = block.loose ? ending : ''
  const isOpenEnd = endingBefore(text, at) === ''
  const replacement = isOpenEnd
    ? ending + gap + lines.join(ending)
    : gap + lines.join(ending) + ending
  return [{start: at, end: at, replacement}]
}

/** The last field that stands before `key` in the known order, else the block's first one. */
function anchorOf(block: Block, key: FieldKey): Field | undefined {
  const before = fieldKeys.slice(0, fieldKeys.indexOf(key))
  return (
    block.fields.findLast((field) => before.some((other) => other === field.key)) ?? block.fields[0]
  )
}

function endingBefore(text: string, offset: number): string {
  const start = text[offset - 1] === '\n' && text[offset - 2] === '\r' ? offset - 2 : offset - 1
  return offset > 0 ? endingAt(text, start) : ''
}
