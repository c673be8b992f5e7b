import {afterChain} from './joiner.ts'
import {isMonthAt} from './month.ts'
import {isGluedAt, isWordAt, phrasesOf, readPhrase, skip, textAt, wordSet} from './read.ts'
import type {Phrases} from './read.ts'
import type {Token} from './token.ts'
import {ordinals} from './vocabulary/number.ts'
import {dayParts, periodUnits, weekdays} from './vocabulary/time.ts'

/** Where a date ends: the index of the token after it. */
export interface DateEnd {
  readonly next: number
}

const articles = wordSet('a an der the')
const near = wordSet('following last next the this')
const workdays = wordSet('business working')
const of = wordSet('de of')
const edges = wordSet('beginning close end ende fin finales fine middle start')
const names: Phrases<true> = phrasesOf([
  [
    true,
    'today, tomorrow, tonight, eod, eow, eom, eoq, eoy, cob, year-end, month-end, quarter-end'
  ],
  [true, 'week-end, weekend, end-of-day, end-of-week, end-of-month, end-of-quarter, end-of-year'],
  [true, 'q1, q2, q3, q4, h1, h2, christmas, easter, thanksgiving, ramadan, lunch, lunchtime'],
  [true, 'breakfast, dinner, sunrise, sunset, dawn, dusk, year end, month end'],
  [true, 'montag, dienstag, mittwoch, donnerstag, freitag, samstag, sonntag, morgen, monatsende'],
  [true, 'lundi, mardi, mercredi, jeudi, vendredi, samedi, dimanche, demain'],
  [true, 'lunes, martes, miércoles, jueves, viernes, sábado, domingo, mañana']
])

/** Reads a date after `by` or the like: `Friday`, `end of month`, `Q3`, `2026-12-01`, `Dec 1`. */
export function readDate(tokens: readonly Token[], index: number): DateEnd | undefined {
  const start = skip(tokens, skip(tokens, index, near), near)
  const edge = readEdge(tokens, start)
  if (edge) return edge
  const name = readPhrase(tokens, start, names)
  if (name) return {next: afterYear(tokens, name.next)}
  if (weekdays.has(textAt(tokens, start)))
    return readDate(tokens, afterComma(tokens, start + 1)) ?? {next: start + 1}
  return (
    monthDate(tokens, start) ?? dayDate(tokens, start) ?? unitDate(tokens, start, start > index)
  )
}

/** Reads `end of the month`. */
function readEdge(tokens: readonly Token[], index: number): DateEnd | undefined {
  if (!edges.has(textAt(tokens, index))) return undefined
  const noun = skip(tokens, skip(tokens, index + 1, of), near)
  const isPart = noun > index + 1 || periodUnits.has(textAt(tokens, noun))
  return isPart && isWordAt(tokens, noun) ? {next: afterYear(tokens, noun + 1)} : undefined
}

/** Reads `Dec 1`, `December 1st, 2026`, `March`. */
function monthDate(tokens: readonly Token[], index: number): DateEnd | undefined {
  if (!isMonthAt(tokens, index)) return undefined
  const day = afterDay(tokens, index + 1) ?? index + 1
  const comma = afterComma(tokens, day)
  const year = afterYear(tokens, comma)
  return {next: year > comma ? year : day}
}

/** Reads `2026-12-01`, `14 March 2026`, `the 5th`, `2027`. */
function dayDate(tokens: readonly Token[], index: number): DateEnd | undefined {
  const chain = afterChain(tokens, index)
  if (chain !== undefined) return {next: chain}
  const year = afterYear(tokens, index)
  if (year > index) return {next: year}
  const day = afterDay(tokens, index)
  if (day === undefined) return undefined
  const month = skip(tokens, day, of)
  if (isMonthAt(tokens, month)) return {next: afterYear(tokens, month + 1)}
  return isOrdinal(tokens, day - 1) ? {next: day} : undefined
}

/** Reads `next week`, `the morning`, `the next business day`, `week 3`. */
function unitDate(tokens: readonly Token[], start: number, isNear: boolean): DateEnd | undefined {
  const index = isNear ? skip(tokens, start, workdays) : start
  const text = textAt(tokens, index)
  const isUnit = periodUnits.has(text) || text === 'sprint'
  if (isUnit && tokens[index + 1]?.kind === 'number') return {next: index + 2}
  const isNamed = isNear && !articles.has(textAt(tokens, start - 1)) && isUnit
  return isNamed || dayParts.has(text) ? {next: index + 1} : undefined
}

function afterDay(tokens: readonly Token[], index: number): number | undefined {
  const {kind, text = ''} = tokens[index] ?? {}
  if (kind !== 'number' || !/^(?:0?[1-9]|[12]\d|3[01])$/u.test(text)) return undefined
  return isOrdinal(tokens, index + 1) ? index + 2 : index + 1
}

function isOrdinal(tokens: readonly Token[], index: number): boolean {
  return isGluedAt(tokens, index) && ordinals.has(textAt(tokens, index))
}

function afterYear(tokens: readonly Token[], index: number): number {
  return /^20\d\d$/u.test(textAt(tokens, index)) && textAt(tokens, index + 1) !== '%'
    ? index + 1
    : index
}

/** Returns the index after a comma if a date goes on there. */
function afterComma(tokens: readonly Token[], index: number): number {
  return textAt(tokens, index) === ',' ? index + 1 : index
}
