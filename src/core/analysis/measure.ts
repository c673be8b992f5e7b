import {isClauseEnd} from './clause.ts'
import {readLateComparator} from './comparator.ts'
import {readFigure} from './figure.ts'
import type {Figure} from './figure.ts'
import {leadingPeriod, readAdverbial, readRate} from './period.ts'
import {textAt} from './read.ts'
import type {Reading} from './read.ts'
import type {Token} from './token.ts'
import {unitOf} from './unit-of.ts'
import type {Unit} from './unit.ts'
import {adverbs} from './vocabulary/time.ts'
import type {Period} from './vocabulary/time.ts'

/** A number with what comes after it, before it is known to count anything. */
export interface Measure {
  readonly figure: Figure
  readonly unit: Unit | undefined
  readonly period: Period | undefined
  readonly isRate: boolean
  /** Index of the token after the number part. */
  readonly afterFigure: number
}

/** How many tokens after a quantity may come before how often it is. */
const reach = 6

/** Reads a number with its unit and period at a token. */
export function readMeasure(tokens: readonly Token[], index: number): Reading<Measure> | undefined {
  const reading = readFigure(tokens, index)
  if (!reading) return undefined
  const unit = unitOf(tokens, reading)
  const end = unit?.next ?? reading.next
  const late = readLateComparator(tokens, end)
  const comparator = reading.meaning.comparator ?? late?.meaning
  const rate = rateOf(tokens, reading.next, late?.next ?? end)
  const measure = {
    figure: {...reading.meaning, comparator},
    unit: unit?.meaning,
    period: rate.meaning ?? periodAround(tokens, index, rate.next),
    isRate: rate.isRate,
    afterFigure: reading.next
  }
  return {meaning: measure, next: rate.next}
}

/** Reads how often, after the unit or before it (`12,000 monthly listeners`). */
function rateOf(
  tokens: readonly Token[],
  afterFigure: number,
  end: number
): Reading<Period | undefined> & {readonly isRate: boolean} {
  const rate = readRate(tokens, end)
  const inner = adverbs.get(textAt(tokens, afterFigure))
  const isRate = rate !== undefined || inner !== undefined
  return {meaning: rate?.meaning ?? inner, next: rate?.next ?? end, isRate}
}

/** Looks for how often after a quantity, in the same clause, and directly before it. */
function periodAround(tokens: readonly Token[], index: number, end: number): Period | undefined {
  for (let at = end; at < end + reach && !isClauseEnd(tokens, at); at += 1) {
    if (tokens[at]?.kind === 'number' || textAt(tokens, at) === 'and') break
    const period = readAdverbial(tokens, at)?.meaning
    if (period !== undefined) return period
  }

  return leadingPeriod(tokens, index - 1)
}
