import type {Heading} from 'mdast'
import {plainText, spanOf} from './markdown.ts'
import type {Span} from './span.ts'

/** Heading of a block, read. */
export interface SessionHeading {
  readonly number: number
  readonly title: string | undefined
  /** Source of the title; empty, where it would go, without one. */
  readonly titleSpan: Span
}

const session = /^session\s*#?\s*(\d{1,9})(?:\s*:\s*(.*)|\s+[-–—]\s+(.*))?$/isu
const lead = /^session\s*#?\s*\d{1,9}(?:\s*:[ \t]*|\s+[-–—][ \t]+)?/iu

/**
 * Reads `Session #3: Title`, `Session 3: …`, `Session #3 - …`, in bold too, with or without title.
 *
 * @returns nothing for any other heading.
 */
export function readSessionHeading(text: string, heading: Heading): SessionHeading | undefined {
  const match = session.exec(plainText(heading))
  const number = Number(match?.[1])
  if (!match || number < 1) return undefined
  const title = (match[2] ?? match[3] ?? '').trim()
  return {number, title: title === '' ? undefined : title, titleSpan: titleSpan(text, heading)}
}

/** Whether the plain text of a heading is a session's. */
export function isSessionHeading(plain: string): boolean {
  return session.test(plain)
}

function titleSpan(text: string, heading: Heading): Span {
  const [first] = heading.children
  const isBold = heading.children.length === 1 && first?.type === 'strong'
  const nodes = isBold ? first.children : heading.children
  const [firstNode, lastNode] = [nodes[0], nodes.at(-1)]
  if (!firstNode || !lastNode) return spanOf(heading)
  const {start} = spanOf(firstNode)
  const {end} = spanOf(lastNode)
  const offset = lead.exec(text.slice(start, end))?.[0].length ?? end - start
  return {start: start + offset, end}
}
