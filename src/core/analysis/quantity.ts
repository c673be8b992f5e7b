import type {Span} from '../span.ts'
import {clauseStarts} from './clause.ts'
import type {Comparator} from './comparator.ts'
import {afterChain} from './joiner.ts'
import {readHours} from './hours.ts'
import {readMeasure} from './measure.ts'
import {isCount} from './count.ts'
import {readMultiple} from './multiple.ts'
import {spanBetween} from './read.ts'
import type {Reading} from './read.ts'
import {tokenize} from './token.ts'
import type {Token} from './token.ts'
import type {Period} from './vocabulary/time.ts'

/** An amount of something, from what compares before it to its unit and period. */
export interface Quantity extends Span {
  /** The lower end of a range. */
  readonly value: number
  /** The upper end of a range, else the value. */
  readonly last: number
  readonly comparator: Comparator
  /** Singular noun, unit of time, `%`, or sign of a currency with its metric: `$ mrr`. */
  readonly unit: string | undefined
  readonly period: Period | undefined
  /** What the value is a share of: 50 in `25 of the 50 prospects`. */
  readonly whole: number | undefined
}

/** Finds the quantities that a text names, in order. */
export function findQuantities(text: string): readonly Quantity[] {
  const tokens = tokenize(text)
  const starts = clauseStarts(tokens)
  const found: Quantity[] = []
  let index = 0
  while (index < tokens.length) {
    const reading = readQuantity(tokens, index, starts[index] ?? 0)
    if (reading?.meaning) found.push(reading.meaning)
    index = reading?.next ?? afterOther(tokens, index)
  }

  return found
}

/** Reads a quantity at a token; a number that counts nothing is read without meaning. */
function readQuantity(
  tokens: readonly Token[],
  index: number,
  clause: number
): Reading<Quantity | undefined> | undefined {
  const multiple = readMultiple(tokens, index, clause)
  const measure = multiple ?? readMeasure(tokens, index)
  if (!measure) return undefined
  const {figure, unit, period, afterFigure} = measure.meaning
  if (!multiple && !isCount(tokens, measure.meaning, clause)) {
    return {meaning: undefined, next: afterFigure}
  }

  const quantity = {
    ...spanBetween(tokens, index, measure.next),
    value: figure.value,
    last: figure.last,
    comparator: figure.comparator ?? 'exactly',
    unit: unit?.name,
    period,
    whole: figure.whole
  }
  return {meaning: quantity, next: measure.next}
}

/** Returns the index after a time, a date or a version at a token, else after the token. */
function afterOther(tokens: readonly Token[], index: number): number {
  return readHours(tokens, index)?.next ?? afterChain(tokens, index) ?? index + 1
}
