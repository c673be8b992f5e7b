import type {PhrasingContent} from 'mdast'
import {eachLine} from '../lines.ts'
import {moved, parseMarkdown} from '../markdown.ts'
import {name, value} from './pattern.ts'
import {type Place, positionAt, sourceOf} from './place.ts'

const plainLine = new RegExp(`^(?:\\*\\*(?<label>${name})\\*\\*:(?: ${value})?|${value})$`, 'u')

/** Longest text that a pattern is tried on, in UTF-16 units: it would exhaust the stack on millions. */
const longest = 64 * 1024

/**
 * Reads what stands in a paragraph or a heading, as the parser would: text, and labels in bold where
 * lines start; all else by the parser itself.
 */
export function phrasing(place: Place): PhrasingContent[] {
  const {start, end, shift} = place
  const source = sourceOf(place)
  if (source.length > longest) return parsePhrasing(source, start + shift)
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
