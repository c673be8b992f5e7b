import {readComparator, readLateComparator} from './comparator.ts'
import type {Comparator} from './comparator.ts'
import {afterJoiner} from './joiner.ts'
import {skip, textAt, wordSet} from './read.ts'
import type {Reading} from './read.ts'
import {readSum} from './sum.ts'
import type {Sum} from './sum.ts'
import type {Token} from './token.ts'
import {timeUnits} from './vocabulary/time.ts'
import {readWhole} from './whole.ts'

/** The number part of a quantity: `at least $10-15k`, `25 of the 50`. */
export interface Figure {
  /** Index of the number's first token. */
  readonly at: number
  readonly value: number
  readonly last: number
  readonly comparator: Comparator | undefined
  readonly currency: string | undefined
  readonly whole: number | undefined
  readonly isRatio: boolean
}

/** A number or a range, before it is known what it is compared with. */
type Extent = Pick<Figure, 'value' | 'last' | 'currency'>

const articles = wordSet('a an the')
const plus = wordSet('+')

/** Reads the number part of a quantity at a token, with what compares before it. */
export function readFigure(tokens: readonly Token[], index: number): Reading<Figure> | undefined {
  const comparison = readComparator(tokens, index)
  if (!comparison) return readPlain(tokens, index)
  const at = skip(tokens, comparison.next, articles)
  const article = at > comparison.next ? readArticle(tokens, at) : undefined
  const extent = article ?? readExtent(tokens, at)
  if (!extent) return undefined
  const ratio = readRatio(tokens, skip(tokens, extent.next, plus), extent.meaning)
  const comparator = comparison.meaning
  return {meaning: {at, ...extent.meaning, ...ratio.meaning, comparator}, next: ratio.next}
}

/** Reads a number that nothing before it compares: `10+`. */
function readPlain(tokens: readonly Token[], index: number): Reading<Figure> | undefined {
  const extent = readExtent(tokens, index)
  if (!extent) return undefined
  const late = readLateComparator(tokens, extent.next)
  const ratio = readRatio(tokens, late?.next ?? extent.next, extent.meaning)
  const comparator = late?.meaning
  return {meaning: {at: index, ...extent.meaning, ...ratio.meaning, comparator}, next: ratio.next}
}

/** Reads the article in `within an hour` as the number one, before the unit at `index`. */
function readArticle(tokens: readonly Token[], index: number): Reading<Extent> | undefined {
  const isUnit = timeUnits.has(textAt(tokens, index))
  return isUnit ? {meaning: {value: 1, last: 1, currency: undefined}, next: index} : undefined
}

function readExtent(tokens: readonly Token[], index: number): Reading<Extent> | undefined {
  const first = readSum(tokens, index)
  const last = first && lastSum(tokens, index, first.next)
  return first && {meaning: extentOf(first.meaning, last?.meaning), next: last?.next ?? first.next}
}

function lastSum(tokens: readonly Token[], index: number, after: number): Reading<Sum> | undefined {
  const before = textAt(tokens, index - 1)
  // `from 30 to 50` is a change, no range.
  if (before === 'from') return undefined
  const isBetween = before === 'between' && textAt(tokens, after) === 'and'
  const start = isBetween ? after + 1 : afterJoiner(tokens, after)
  return start === undefined ? undefined : readSum(tokens, start)
}

/** Orders the ends of a range; `10-15k` lends its `k` to the ten. */
function extentOf(first: Sum, last: Sum | undefined): Extent {
  if (!last) return {value: first.value, last: first.value, currency: first.currency}
  const isLent = first.scale === 1 && last.scale > 1 && first.value * last.scale <= last.value
  const value = isLent ? first.value * last.scale : first.value
  return {
    value: Math.min(value, last.value),
    last: Math.max(value, last.value),
    currency: first.currency ?? last.currency
  }
}

function readRatio(
  tokens: readonly Token[],
  index: number,
  {value, last}: Extent
): Reading<Pick<Figure, 'whole' | 'isRatio'>> {
  const whole = last > value ? undefined : readWhole(tokens, index)
  if (!whole) return {meaning: {whole: undefined, isRatio: false}, next: index}
  // `24/7` is no share of seven.
  const isShare = whole.meaning >= value
  return {meaning: {whole: isShare ? whole.meaning : undefined, isRatio: true}, next: whole.next}
}
