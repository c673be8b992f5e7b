import {endingAt, skipEndings} from '../lines.ts'
import type {ProseNode} from '../segments.ts'
import {endOf, ending, nextHeading} from './pattern.ts'

/** What may stand on a line: control characters may mean something. */
const any = String.raw`[^\0-\x1F\x7F-\x9F\u2028\u2029\uFEFF]*`

/**
 * A line that starts with text, bold or code: it is no block of its own, makes no heading of the line
 * before, and defines no reference. What is in it is left to the parser.
 */
const line = String.raw`(?![\s#>+\-=~<\[_]|\d{1,9}[.)]|\*(?!\*[^\s*])|\x60{3})(?=[^\r\n])${any}(?<!\s)`

const item = String.raw`(?:\[[ xX]\] )?${line}`
const bullets = `- ${item}(?:${ending}- ${item})*`
const ordered = String.raw`\d{1,9}\. ${item}(?:${ending}\d{1,9}\. ${item})*`

const fence = String.raw`\x60{3}`
const codeLine = String.raw`(?! {0,3}${fence})[^\0-\x08\x0A-\x1F\x7F-\x9F\u2028\u2029\uFEFF]*`
const code = String.raw`${fence}[\w+\-]*${ending}(?:${codeLine}${ending})*${fence}`

/** Forms of blocks that their lines tell apart. */
const forms = [
  ['thematicBreak', lines('---')],
  ['code', lines(code)],
  ['bulletList', lines(bullets)],
  ['orderedList', lines(ordered)],
  ['blockquote', lines(`> ${line}(?:${ending}> ${line})*`)],
  ['paragraph', lines(`${line}(?:${ending}${line})*`)]
] as const

/** What may follow a block on the next line; after others anything may. */
const followers: Readonly<Partial<Record<ProseNode['type'], readonly ProseNode['type'][]>>> = {
  // Numbers end no paragraph, unless they start at one.
  paragraph: ['code', 'bulletList', 'blockquote'],
  bulletList: ['code'],
  orderedList: ['code'],
  blockquote: []
}

const heading = lines(`#{1,6} ${line}(?<!#)`)
const anyHeading = new RegExp(nextHeading, 'yu')

/** A pattern that ends where a line does. */
function lines(pattern: string): RegExp {
  return new RegExp(String.raw`(?:${pattern})(?![^\r\n])`, 'yu')
}

/**
 * Reads prose from an offset to the next top-level heading, or the end of the text, if it is in plain
 * form: headings, paragraphs, lists of one line an item, quotes of one paragraph, fenced code and `---`.
 *
 * @returns its end, and its nodes; nothing where a line may mean something else.
 */
export function readProse(
  text: string,
  start: number
): {readonly end: number; readonly nodes: readonly ProseNode[]} | undefined {
  const nodes: ProseNode[] = []
  for (let position = start; ;) {
    const next = skipEndings(text, position)
    const last = nodes.at(-1)
    if (next === text.length) return {end: next, nodes}
    if (last && endOf(anyHeading, text, next) !== undefined) return {end: next, nodes}
    const node = readNode(text, next)
    const isNextLine = next === position + endingAt(text, position).length
    if (!node || (last && !mayFollow(last, node.type, isNextLine))) return undefined
    nodes.push({type: node.type, start: next - start, end: node.end - start})
    position = node.end
  }
}

function readNode(text: string, start: number): Omit<ProseNode, 'start'> | undefined {
  const headingEnd = endOf(heading, text, start)
  if (headingEnd !== undefined) return {type: 'heading', end: headingEnd}
  for (const [type, pattern] of forms) {
    const end = endOf(pattern, text, start)
    if (end !== undefined) return {type, end}
  }

  return undefined
}

/** Whether two blocks are two, and the blocks that they look like. */
function mayFollow(last: ProseNode, type: ProseNode['type'], isNextLine: boolean): boolean {
  // Two lists of a kind are one, with a gap in it.
  if (type.endsWith('List') && last.type === type) return false
  return !isNextLine || (followers[last.type]?.includes(type) ?? true)
}
