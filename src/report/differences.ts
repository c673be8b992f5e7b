import type {Claim} from '../core/claim.ts'
import type {Difference, DifferenceKind} from '../core/difference.ts'
import {type Cell, text} from '../core/mdast.ts'
import {quoted} from './quoted.ts'

const words: Readonly<Record<DifferenceKind, string>> = {
  claimed: 'new',
  released: 'released',
  reassigned: 'reassigned',
  acknowledged: 'acknowledged anew',
  noted: 'noted',
  added: 'added, held by nobody',
  removed: 'removed, held by nobody'
}

/** Values that are short enough to be told as they were. */
const told = ['title', 'role', 'goal', 'session'] as const

/** Row of a table that says what happened to a number. */
export function differenceRow({number, kind, fields, before, after}: Difference): readonly Cell[] {
  const who = kind === 'released' ? before : after
  const details =
    kind === 'reassigned'
      ? fields.flatMap((field, index) => fieldWords(field, {before, isFirst: index === 0}))
      : [text(kind === 'noted' ? fields.join(', ') : '')]
  return [[text(String(number))], [text(words[kind])], quoted(who?.session ?? ''), details]
}

function fieldWords(
  field: keyof Claim,
  {before, isFirst}: {readonly before: Claim | undefined; readonly isFirst: boolean}
): Cell {
  const name = text(`${isFirst ? '' : ', '}${field}`)
  const key = told.find((one) => one === field)
  const value = quoted((key && before?.[key]) ?? '')
  return value.length === 0 ? [name] : [name, text(' (was '), ...value, text(')')]
}
