import {readDate} from '../analysis/date.ts'
import {type Phrases, phrasesOf, readPhrase, textAt, wordSet} from '../analysis/read.ts'
import type {Token} from '../analysis/token.ts'
import {readWeekdays} from './weekdays.ts'

/** Something that is done on other days than the same ones of each week. */
const rare: Phrases<true> = phrasesOf([
  [true, 'monthly, quarterly, yearly, annually, biweekly, bi-weekly, fortnightly, monatlich'],
  [true, 'every other, every second, every third, every month, each month, once a month'],
  [true, 'every quarter, each quarter, every year, each year, once a quarter, once a year'],
  [true, 'per sprint, every sprint, each sprint, of the month, of each month, of every month']
])
/** Something that is done once a week; on which day, has to be said. */
const weekly: Phrases<true> = phrasesOf([
  [true, 'weekly, every week, each week, once a week, wöchentlich']
])
const dateLeads = wordSet('by on before until till due')

/** Tells whether something is done on other days than the same ones of each week. */
export function isRare(tokens: readonly Token[]): boolean {
  return has(tokens, rare) || hasDate(tokens)
}

/** Tells whether something is done once a week. */
export function isWeekly(tokens: readonly Token[]): boolean {
  return has(tokens, weekly)
}

function has(tokens: readonly Token[], phrases: Phrases<true>): boolean {
  return tokens.some((_, index) => readPhrase(tokens, index, phrases) !== undefined)
}

/** Tells whether a day of the calendar is named: `by 1 December`, `2026-12-01`, `tomorrow`. */
function hasDate(tokens: readonly Token[]): boolean {
  return tokens.some(({raw}, index) => {
    if (/^(?:today|tomorrow|tonight)$/iu.test(raw)) return true
    const isLed = dateLeads.has(textAt(tokens, index - 1))
    const date = isLed || /^20\d\d$/u.test(raw) ? readDate(tokens, index) : undefined
    return date !== undefined && !readWeekdays(tokens, index) && !isDayPart(tokens, index)
  })
}

/** `by the morning` and `by end of day` are of any day. */
function isDayPart(tokens: readonly Token[], index: number): boolean {
  const words = [index, index + 1, index + 2].map((at) => textAt(tokens, at)).join(' ')
  return /^(?:the )?(?:morning|afternoon|evening|night|noon|lunch|lunchtime|breakfast|dinner|eod|cob|sunrise|sunset|dawn|dusk)\b|^end of (?:the )?day\b|^end-of-day\b/u.test(
    words
  )
}
