import type {Code, RootContent} from 'mdast'
import {isAscii} from './characters.ts'
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

const line = /^(\s*)(\p{L}[\p{L}\p{N} _-]{0,59}?)\s*:\s*(.*?)\s*$/u

/** The same without other characters: V8 compiles it in a tenth of the time. */
const asciiLine = /^(\s*)([A-Za-z][A-Za-z0-9 _-]{0,59}?)\s*:\s*(.*?)\s*$/u

function readLine(text: string, {start, end}: Span): FormatLine | undefined {
  const source = text.slice(start, end)
  const match = (isAscii(source) ? asciiLine : line).exec(source)
  if (!match) return undefined
  const [, blank = '', name = '', value = ''] = match
  return {start: start + blank.length, end, key: canonicalKey(name), value}
}
