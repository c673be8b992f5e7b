import type {Edit} from '../edit.ts'
import {endingAt} from '../lines.ts'
import type {Span} from '../span.ts'

/** Lines that both sides changed: what stands at a span of the text, and the other side's. */
export interface MarkedLines extends Span {
  /** The other side's lines; theirs, unless ours took out what theirs changed. */
  readonly other: string
  readonly isOurs: boolean
}

/** How conflict markers are written. */
export interface MarkerStyle {
  /** Characters of a marker; git's default is 7. */
  readonly size: number
  /** `\n`, `\r\n` or `\r`. */
  readonly ending: string
}

/** Makes the edits that put git's conflict markers round whole lines. */
export function markerEdits(
  text: string,
  {start, end, other, isOurs}: MarkedLines,
  {size, ending}: MarkerStyle
): readonly Edit[] {
  const line = (unit: string, name = '') => unit.repeat(size) + name
  const lines = other === '' || isClosed(other) ? other : other + ending
  const isOpen = start < end && !isClosed(text.slice(start, end))
  const before = isOpen ? ending : ''
  const after = isOpen && endingAt(text, end) !== '' ? '' : ending
  const middle = line('=') + ending
  return [
    {
      start,
      end: start,
      replacement: line('<', ` ours${ending}`) + (isOurs ? '' : lines + middle)
    },
    {
      start: end,
      end,
      replacement: before + (isOurs ? middle + lines : '') + line('>', ' theirs') + after
    }
  ]
}

/** Whether a text holds what git's markers look like. */
export function hasMarkers(text: string): boolean {
  return /^<{7,} \S/mu.test(text) && /^>{7,} \S/mu.test(text)
}

/** Whether a text's last line has an ending. */
export function isClosed(text: string): boolean {
  return text.endsWith('\n') || text.endsWith('\r')
}
