import {readClaim} from '../block-claim.ts'
import type {Claim} from '../claim.ts'
import {endingAt, lineEnd, skipEndings} from '../lines.ts'
import type {PlainParts, PlainReading} from '../segments.ts'
import {readPlainValues} from './fields.ts'

/** A segment that is one block in plain form; offsets count from its start. */
export class PlainSegment implements PlainReading {
  readonly source: string
  #claim: Claim | undefined
  #parts: PlainParts | undefined

  constructor(source: string) {
    this.source = source
  }

  get claim(): Claim {
    return (this.#claim ??= claimOf(this.source))
  }

  get parts(): PlainParts {
    return (this.#parts ??= takeApart(this.source))
  }
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

function takeApart(source: string): PlainParts {
  const [{length} = ''] = lead.exec(source) ?? []
  const headingEnd = lineEnd(source, 0)
  const start = skipEndings(source, headingEnd)
  const lastField = Math.max(source.lastIndexOf('\n- **'), source.lastIndexOf('\r- **')) + 1
  const end = endOfItems(source, lineEnd(source, lastField))
  const rule = skipEndings(source, end)
  return {
    headingEnd,
    titleStart: length,
    list: {start, end},
    rule: source.startsWith('---', rule) ? rule : undefined
  }
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
