import {readPhrase, phrasesOf, textAt, wordSet} from '../analysis/read.ts'
import type {Phrases, Reading} from '../analysis/read.ts'
import type {Token} from '../analysis/token.ts'
import {weekdays as names} from '../analysis/vocabulary/time.ts'
import {type Weekday, weekdayNames} from './date.ts'

const all = weekdayNames.map(([day]) => day)

/** Monday to Friday. */
export const workdays: readonly Weekday[] = all.slice(0, 5)

const joiners = wordSet('- to through thru till until')
const links = wordSet(', & / + and or plus')
const whole: Phrases<readonly Weekday[]> = phrasesOf([
  [all, 'daily, nightly, every day, each day, every night, each night, every single day'],
  [all, 'every morning, each morning, every afternoon, every evening, every calendar day'],
  [all, 'seven days, täglich, 7 days a week, 每天, 每日, 毎日'],
  [workdays, 'weekday, weekdays, workday, workdays, business day, business days'],
  [workdays, 'working day, working days, work day, work days, week days'],
  [all.slice(5), 'weekend, weekends']
])
const leads = wordSet('every each')

/** Reads days of the week that start at a token: `Mon-Fri`, `Tuesday, Thursday`, `every day`. */
export function readWeekdays(
  tokens: readonly Token[],
  index: number
): Reading<readonly Weekday[]> | undefined {
  const first = readDays(tokens, index)
  if (!first) return undefined
  const days = [...first.meaning]
  let {next} = first
  for (let more = readMore(tokens, next); more; more = readMore(tokens, next)) {
    days.push(...more.meaning)
    next = more.next
  }

  return {meaning: all.filter((day) => days.includes(day)), next}
}

/** Reads what goes on with a list of days: `, Wed`, `and Friday`, `, and on Sunday`. */
function readMore(
  tokens: readonly Token[],
  index: number
): Reading<readonly Weekday[]> | undefined {
  let next = index
  while (links.has(textAt(tokens, next)) && next < index + 2) next++
  return next === index
    ? undefined
    : readDays(tokens, textAt(tokens, next) === 'on' ? next + 1 : next)
}

function readDays(
  tokens: readonly Token[],
  index: number
): Reading<readonly Weekday[]> | undefined {
  const phrase = readPhrase(tokens, index, whole)
  if (phrase) return phrase
  const start = leads.has(textAt(tokens, index)) ? index + 1 : index
  if (start > index) {
    const named = readPhrase(tokens, start, whole)
    if (named) return named
  }
  return readRange(tokens, start)
}

/** Reads `Mon`, `Mon-Fri` in one word, `Mon – Fri` and `Monday to Friday`. */
function readRange(
  tokens: readonly Token[],
  index: number
): Reading<readonly Weekday[]> | undefined {
  const [from, to, ...others] = (tokens[index]?.raw ?? '').split(/[-\u2010\u2011]/u).map(dayOf)
  if (from === undefined || others.length > 0) return undefined
  if (to !== undefined) return {meaning: between(from, to), next: index + 1}
  const last = joiners.has(textAt(tokens, index + 1))
    ? dayOf(tokens[index + 2]?.raw ?? '')
    : undefined
  return last === undefined
    ? {meaning: [from], next: index + 1}
    : {meaning: between(from, last), next: index + 3}
}

/** Days from one to another, over the week's end too. */
function between(from: Weekday, to: Weekday): readonly Weekday[] {
  return all.filter((day) => (from <= to ? day >= from && day <= to : day >= from || day <= to))
}

/** A short name counts with a capital letter: `sat` and `sun` are words too. */
function dayOf(word: string): Weekday | undefined {
  const day = names.get(word.toLowerCase())
  const isShort = !/days?$/iu.test(word)
  if (isShort && word === word.toLowerCase()) return undefined
  return all.find((known) => known === day)
}
