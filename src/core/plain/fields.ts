import type {Said} from '../block-claim.ts'
import {canonicalKey} from '../field.ts'
import {endingAt, lineEnd} from '../lines.ts'
import type {Field, Item} from '../registry.ts'
import type {Span} from '../span.ts'

const label = /- \*\*([^*]+)\*\*:/uy
const itemPrefix = '  - '

/** A field as it stands in the source. */
interface Line {
  readonly name: string
  /** Offset of its first line. */
  readonly start: number
  readonly content: Span
  /** Texts of the nested items. */
  readonly items: readonly Span[]
  /** Offset after its last line. */
  readonly end: number
}

/**
 * Reads the list of fields of a plain block, as the parser of markdown would.
 *
 * @param start - offset of the first one in the source.
 * @param shift - offset of the source in the document.
 */
export function readPlainFields(source: string, start: number, shift: number): readonly Field[] {
  const moved = (from: number, to: number) => ({start: shift + from, end: shift + to})
  return Array.from(eachLine(source, start), (line): Field => {
    const {name, content, items, end} = line
    const labelEnd = labelEndOf(line)
    return {
      key: keyOf(name),
      name: moved(line.start + '- **'.length, labelEnd - '**:'.length),
      label: moved(line.start, labelEnd),
      content: moved(content.start, content.end),
      lines: moved(line.start, end),
      value: sliceOf(source, content),
      items: items.map((item): Item => {
        return {text: sliceOf(source, item), content: moved(item.start, item.end)}
      }),
      itemPrefix: items.length > 0 ? itemPrefix : undefined,
      comments: []
    }
  })
}

/** Reads what the fields say, without their places. */
export function readPlainValues(source: string, start: number): readonly Said[] {
  const said: (Said & {items: {text: string}[]})[] = []
  for (let position = start; position < source.length;) {
    const end = lineEnd(source, position)
    if (source.startsWith(itemPrefix, position)) {
      said.at(-1)?.items.push({text: source.slice(position + itemPrefix.length, end)})
    } else if (source.startsWith('- **', position)) {
      const nameEnd = source.indexOf('**:', position + '- **'.length)
      const key = keyOf(source.slice(position + '- **'.length, nameEnd))
      said.push({key, value: source.slice(nameEnd + '**: '.length, end), items: []})
    }

    position = end + endingAt(source, end).length
  }

  return said
}

function* eachLine(source: string, start: number): Generator<Line> {
  for (let position = start; ;) {
    label.lastIndex = position
    const name = label.exec(source)?.[1]
    if (name === undefined) return
    const line = readLine(source, position, name)
    yield line
    position = line.end
  }
}

function readLine(source: string, start: number, name: string): Line {
  const labelEnd = labelEndOf({start, name})
  const contentEnd = lineEnd(source, labelEnd)
  const items: Span[] = []
  let end = contentEnd + endingAt(source, contentEnd).length
  while (source.startsWith(itemPrefix, end)) {
    const item = {start: end + itemPrefix.length, end: lineEnd(source, end)}
    items.push(item)
    end = item.end + endingAt(source, item.end).length
  }

  return {
    name,
    start,
    content: {start: Math.min(labelEnd + 1, contentEnd), end: contentEnd},
    items,
    end
  }
}

function labelEndOf({start, name}: Pick<Line, 'start' | 'name'>): number {
  return start + name.length + '- ****:'.length
}

function sliceOf(source: string, {start, end}: Span): string {
  return source.slice(start, end)
}

/** Names of a document are few. */
const keys = new Map<string, string>()
const mostKeys = 1000

function keyOf(name: string): string {
  const known = keys.get(name)
  if (known !== undefined) return known
  const key = canonicalKey(name)
  if (keys.size < mostKeys) keys.set(name, key)
  return key
}
