import {isGluedAt, isWordAt, skip, textAt, wordSet} from './read.ts'
import type {Reading} from './read.ts'
import type {Token} from './token.ts'
import {stopWords} from './vocabulary/stop.ts'
import {adverbs, dayParts, periodUnits, weekdays} from './vocabulary/time.ts'
import type {Period} from './vocabulary/time.ts'

/** How often: the period where it is one of those that are known (`per sprint` is none). */
export type Rate = Reading<Period | undefined>

const distributives = wordSet('/ a al an each every in par per por pro')
const repeating = wordSet('/ each every par per por pro')
const qualifiers = wordSet('business calendar given single working')

/** Reads how often something happens: `daily`, `per day`, `a quarter`, `/week`, `every Friday`. */
export function readRate(tokens: readonly Token[], index: number): Rate | undefined {
  const lead = textAt(tokens, index)
  const adverb = adverbs.get(lead)
  if (adverb !== undefined) return {meaning: adverb, next: index + 1}
  if (!distributives.has(lead)) return undefined
  const article = lead === 'in' ? articleAfter(tokens, index) : index + 1
  const noun = article === undefined ? undefined : skip(tokens, article, qualifiers)
  if (noun === undefined || !isWordAt(tokens, noun)) return undefined
  return rateOf(tokens, lead, noun)
}

/**
 * Reads how often where it is no part of a noun phrase (`daily report`) and no article (`a day`),
 * so that it says how often a whole clause is done.
 */
export function readAdverbial(tokens: readonly Token[], index: number): Rate | undefined {
  const isRepeated = repeating.has(textAt(tokens, index))
  const rate =
    isRepeated || adverbs.has(textAt(tokens, index)) ? readRate(tokens, index) : undefined
  if (!rate) return undefined
  const isFree = !isWordAt(tokens, rate.next) || stopWords.has(textAt(tokens, rate.next))
  return isRepeated || isFree ? rate : undefined
}

/** Reads the period that a word ends or starts with where no space parts words: `每天处理`. */
export function leadingPeriod(tokens: readonly Token[], index: number): Period | undefined {
  const text = textAt(tokens, index)
  return adverbs.get(text) ?? adverbs.get(text.slice(0, 2)) ?? adverbs.get(text.slice(-2))
}

function rateOf(tokens: readonly Token[], lead: string, noun: number): Rate | undefined {
  const text = textAt(tokens, noun)
  const period = periodOf(text)
  const isFraction = lead === 'a' && textAt(tokens, noun + 1) === 'of'
  if (period !== undefined && !isFraction) return {meaning: period, next: noun + 1}
  // `10 calls/rep`, `3 bugs per release`: a rate without a period.
  const isRatio = lead === 'per' || (lead === '/' && isGluedAt(tokens, noun))
  return isRatio ? {meaning: undefined, next: noun + 1} : undefined
}

function periodOf(text: string): Period | undefined {
  if (dayParts.has(text)) return 'day'
  return weekdays.has(text) ? 'week' : periodUnits.get(text)
}

/** In `5 calls in a week` only an article makes a rate; `in every` and `in each` do as well. */
function articleAfter(tokens: readonly Token[], index: number): number | undefined {
  const text = textAt(tokens, index + 1)
  return text === 'a' || repeating.has(text) ? index + 2 : undefined
}
