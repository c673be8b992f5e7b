import {eachLine} from './lines.ts'
import {isModest} from './modest.ts'
import {findTangle} from './tangle.ts'

/** Longest line, in UTF-16 units. */
const longest = 32 * 1024

/** Deepest nesting of quotes and list items that one line may open. */
const deepest = 100

/** Widest indent, in UTF-16 units. */
const widest = 1000

/** A place at which a document goes beyond what anybody writes. */
export interface Unreadable {
  /** Of the line, in UTF-16 units. */
  readonly offset: number
  readonly why: string
}

/** Finds what would keep a parser of markdown busy for minutes, or exhaust its stack. */
export function findUnreadable(text: string): Unreadable | undefined {
  if (isModest(text)) return undefined
  const indents: number[] = []
  for (const {start, end} of eachLine(text)) {
    if (end - start > longest) return {offset: start, why: 'a line is longer than 32 KiB'}
    const indent = /^[ \t]*/u.exec(text.slice(start, end))?.[0].length ?? 0
    if (indent > widest) {
      return {offset: start, why: `a line is indented by more than ${widest} columns`}
    }

    nest(indents, text.slice(start, end))
    if (Math.max(depthOf(text.slice(start, end)), indents.length) > deepest) {
      return {offset: start, why: `a line nests deeper than ${deepest} levels`}
    }
  }

  const offset = findTangle(text)
  if (offset === undefined) return undefined
  return {offset, why: 'from here on too many marks stand without a blank line between them'}
}

/** Keeps the indents of the list items that a line may stand in, one in the other. */
function nest(indents: number[], line: string): void {
  const [, blank, marker] = /^([ \t]*)([-*+]|\d{1,9}[.)])?/u.exec(line) ?? []
  const indent = blank?.length ?? 0
  if (line.length === indent) return
  while ((indents.at(-1) ?? -1) >= indent) indents.pop()
  if (marker !== undefined) indents.push(indent)
}

/** Quotes and list items that a line opens, one in the other. */
function depthOf(line: string): number {
  const container = /[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])[ \t])/uy
  let depth = 0
  while (depth <= deepest && container.test(line)) depth++
  return depth
}
