import type {
  Blockquote,
  Code,
  Heading,
  List,
  ListItem,
  Paragraph,
  PhrasingContent,
  RootContent
} from 'mdast'
import {eachLine} from '../lines.ts'
import {moved, parseMarkdown} from '../markdown.ts'
import type {ProseNode, ProseReading} from '../segments.ts'
import type {Span} from '../span.ts'
import {depthOf} from './depth.ts'
import {name, value} from './pattern.ts'
import {positionOf} from './position.ts'

/**
 * Nodes of prose in plain form, equal to the parser's.
 *
 * What is in a line is read when it is asked: nobody looks into most of them.
 *
 * @param start - offset of the segment in the document.
 */
export function proseNodes({source, nodes}: ProseReading, start: number): readonly RootContent[] {
  return nodes.map((node) => makers[node.type]({source, ...node, shift: start}))
}

/** A stretch of a segment. */
interface Place extends Span {
  readonly source: string
  /** Offset of the segment in the document. */
  readonly shift: number
}

const makers: Readonly<Record<ProseNode['type'], (place: Place) => RootContent>> = {
  heading: headingAt,
  paragraph: paragraphAt,
  bulletList: listAt,
  orderedList: listAt,
  blockquote: quoteAt,
  code: codeAt,
  thematicBreak: (place) => ({type: 'thematicBreak', position: positionAt(place)})
}

function headingAt(place: Place): Heading {
  const depth = depthOf(place.source, place.start)
  return {
    type: 'heading',
    depth,
    position: positionAt(place),
    get children() {
      return phrasing({...place, start: place.start + depth + 1})
    }
  }
}

function paragraphAt(place: Place): Paragraph {
  return {
    type: 'paragraph',
    position: positionAt(place),
    get children() {
      return phrasing(place)
    }
  }
}

function listAt(place: Place): List {
  const number = /^\d+/u.exec(sourceOf(place))?.[0]
  return {
    type: 'list',
    ordered: number !== undefined,
    start: number === undefined ? null : Number(number),
    spread: false,
    position: positionAt(place),
    get children() {
      return Array.from(eachLine(sourceOf(place)), (line) =>
        itemAt({...place, start: place.start + line.start, end: place.start + line.end})
      )
    }
  }
}

function itemAt(place: Place): ListItem {
  const content = place.source.indexOf(' ', place.start) + 1
  return {
    type: 'listItem',
    spread: false,
    checked: null,
    position: positionAt(place),
    children: [paragraphAt({...place, start: content})]
  }
}

function quoteAt(place: Place): Blockquote {
  return {
    type: 'blockquote',
    position: positionAt(place),
    get children() {
      const [node] = parseMarkdown(sourceOf(place)).children
      return node?.type === 'blockquote' ? moved(node, place.start + place.shift).children : []
    }
  }
}

function codeAt(place: Place): Code {
  const [first, ...lines] = Array.from(eachLine(sourceOf(place)))
  const lang = sourceOf(place).slice('```'.length, first?.end)
  const [start, end] = [lines[0]?.start ?? 0, lines.at(-2)?.end ?? 0]
  return {
    type: 'code',
    lang: lang === '' ? null : lang,
    meta: null,
    value: sourceOf(place).slice(start, Math.max(start, end)),
    position: positionAt(place)
  }
}

const plainLine = new RegExp(`^(?:\\*\\*(?<label>${name})\\*\\*:(?: ${value})?|${value})$`, 'u')

/** What stands in a paragraph or a heading: text, and labels in bold where lines start. */
function phrasing(place: Place): PhrasingContent[] {
  const {start, end, shift} = place
  const source = sourceOf(place)
  const children: PhrasingContent[] = []
  let rest = start
  for (const line of eachLine(source)) {
    const match = plainLine.exec(source.slice(line.start, line.end))
    if (!match) return parsePhrasing(source, start + shift)
    const label = match.groups?.['label']
    if (label === undefined) continue
    const bold = {...place, start: start + line.start}
    bold.end = bold.start + label.length + '****'.length
    if (bold.start > rest) children.push(textAt({...place, start: rest, end: bold.start}))
    children.push(labelAt(bold))
    rest = bold.end
  }

  return [...children, textAt({...place, start: rest, end})]
}

function labelAt(place: Place): PhrasingContent {
  const name = {...place, start: place.start + '**'.length, end: place.end - '**'.length}
  return {type: 'strong', position: positionAt(place), children: [textAt(name)]}
}

function parsePhrasing(source: string, shift: number): PhrasingContent[] {
  const [node] = parseMarkdown(source).children
  return node?.type === 'paragraph' ? moved(node, shift).children : []
}

function textAt(place: Place): PhrasingContent {
  return {type: 'text', value: sourceOf(place), position: positionAt(place)}
}

function sourceOf({source, start, end}: Place): string {
  return source.slice(start, end)
}

function positionAt({start, end, shift}: Place) {
  return positionOf(shift + start, shift + end)
}
