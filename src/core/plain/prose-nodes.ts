import type {Blockquote, Code, Heading, List, ListItem, Paragraph, RootContent} from 'mdast'
import {eachLine} from '../lines.ts'
import {moved, parseMarkdown} from '../markdown.ts'
import type {ProseNode, ProseReading} from '../segments.ts'
import {depthOf} from './depth.ts'
import {phrasing} from './phrasing.ts'
import {type Place, positionAt, sourceOf} from './place.ts'

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

const makers: Readonly<Record<ProseNode['type'], (place: Place) => RootContent>> = {
  heading: headingAt,
  paragraph: paragraphAt,
  bulletList: listAt,
  orderedList: listAt,
  blockquote: quoteAt,
  code: codeAt,
  thematicBreak: (place) => ({type: 'thematicBreak', position: positionAt(place)})
}

/** Gives a node children that are made when they are asked for, and once. */
function withChildren<Node extends object, Child>(
  node: Node,
  make: () => Child[]
): Node & {readonly children: Child[]} {
  let made: Child[] | undefined
  return {
    ...node,
    get children() {
      return (made ??= make())
    }
  }
}

function headingAt(place: Place): Heading {
  const depth = depthOf(place.source, place.start)
  return withChildren({type: 'heading', depth, position: positionAt(place)}, () =>
    phrasing({...place, start: place.start + depth + 1})
  )
}

function paragraphAt(place: Place): Paragraph {
  return withChildren({type: 'paragraph', position: positionAt(place)}, () => phrasing(place))
}

function listAt(place: Place): List {
  const number = /^\d+/u.exec(sourceOf(place))?.[0]
  const list = {
    type: 'list',
    ordered: number !== undefined,
    start: number === undefined ? null : Number(number),
    spread: false,
    position: positionAt(place)
  } as const
  return withChildren(list, () =>
    Array.from(eachLine(sourceOf(place)), (line) =>
      itemAt({...place, start: place.start + line.start, end: place.start + line.end})
    )
  )
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
  return withChildren({type: 'blockquote', position: positionAt(place)}, () => {
    const [node] = parseMarkdown(sourceOf(place)).children
    return node?.type === 'blockquote' ? moved(node, place.start + place.shift).children : []
  })
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
