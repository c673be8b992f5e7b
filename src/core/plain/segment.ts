import type {Heading} from 'mdast'
import {readClaim} from '../block-claim.ts'
import type {Claim} from '../claim.ts'
import {endingAt, lineEnd} from '../lines.ts'
import type {Span} from '../span.ts'
import {readPlainValues} from './fields.ts'

/** A segment that is one block in plain form; offsets count from its start. */
export class PlainSegment {
  /** All of it, and nothing else. */
  readonly source: string
  #claim: Claim | undefined
  #parts: Parts | undefined

  constructor(source: string) {
    this.source = source
  }

  /** What it says. */
  get claim(): Claim {
    return (this.#claim ??= claimOf(this.source))
  }

  get parts(): Parts {
    return (this.#parts ??= takeApart(this.source))
  }
}

/** Where what stands in a segment. */
interface Parts {
  readonly depth: Heading['depth']
  /** End of the heading. */
  readonly headingEnd: number
  /** Start of the title; the heading's end without one. */
  readonly titleStart: number
  /** The list of fields, without its last line ending. */
  readonly list: Span
  /** Offset of the thematic break after it. */
  readonly rule: number | undefined
}

const lead = /^(#+) Session #(\d+)(?:: )?/u

function claimOf(source: string): Claim {
  const [{length} = '', , number] = lead.exec(source) ?? []
  const headingEnd = lineEnd(source, 0)
  const title = length < headingEnd ? source.slice(length, headingEnd) : undefined
  return readClaim(
    {number: Number(number), title},
    readPlainValues(source, skipEndings(source, headingEnd))
  )
}

function takeApart(source: string): Parts {
  const [{length} = '', marks = ''] = lead.exec(source) ?? []
  const headingEnd = lineEnd(source, 0)
  const start = skipEndings(source, headingEnd)
  const lastField = Math.max(source.lastIndexOf('\n- **'), source.lastIndexOf('\r- **')) + 1
  const end = endOfItems(source, lineEnd(source, lastField))
  const rule = skipEndings(source, end)
  return {
    depth: depths[marks.length - 1] ?? 6,
    headingEnd,
    titleStart: length,
    list: {start, end},
    rule: source.startsWith('---', rule) ? rule : undefined
  }
}

const depths = [1, 2, 3, 4, 5, 6] as const

function skipEndings(source: string, offset: number): number {
  let next = offset
  while (source[next] === '\n' || source[next] === '\r') next++
  return next
}

/** End of the nested items that follow a line's end. */
function endOfItems(source: string, end: number): number {
  let last = end
  for (;;) {
    const next = last + endingAt(source, last).length
    if (next === last || !source.startsWith('  - ', next)) return last
    last = lineEnd(source, next)
  }
}
