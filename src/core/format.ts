import type {Code, RootContent} from 'mdast'
import {canonicalKey} from './field.ts'
import {eachLine} from './lines.ts'
import {spanOf} from './markdown.ts'
import type {Format, FormatLine, NumberRange} from './registry.ts'
import {containing, sectionOf} from './section.ts'
import type {Span} from './span.ts'

/** Reads the format; `undefined` where the document has none. */
export function readFormat(text: string, nodes: readonly RootContent[]): Format | undefined {
  const code = sectionOf(nodes, containing('Registration Format')).find(
    (node) => node.type === 'code'
  )
  if (!code) return undefined
  const [head, ...lines] = linesOf(text, code)
  return {
    head: head ?? spanOf(code),
    lines: lines.flatMap((line) => readLine(text, line) ?? [])
  }
}

/** Reads the range of `NUMBER: [1-12, unique]`; `undefined` where there is none. */
export function rangeOf(format: Format | undefined): NumberRange | undefined {
  const value = format?.lines.find(({key}) => key === 'NUMBER')?.value ?? ''
  const match = /^\[\s*(\d{1,9})\s*[-–]\s*(\d{1,9})/u.exec(value)
  if (!match) return undefined
  const [first, last] = [Number(match[1]), Number(match[2])]
  return first >= 1 && last >= first ? {first, last} : undefined
}

function linesOf(text: string, code: Code): readonly Span[] {
  const {start, end} = spanOf(code)
  return Array.from(eachLine(text.slice(start, end)), (line) => ({
    start: start + line.start,
    end: start + line.end
  }))
}

function readLine(text: string, {start, end}: Span): FormatLine | undefined {
  const match = /^(\s*)(\p{L}[\p{L}\p{N} _-]{0,59}?)\s*:\s*(.*?)\s*$/u.exec(text.slice(start, end))
  if (!match) return undefined
  const [, blank = '', name = '', value = ''] = match
  return {start: start + blank.length, end, key: canonicalKey(name), value}
}
