import {clauseStarts} from '../analysis/clause.ts'
import {textAt, wordSet} from '../analysis/read.ts'
import {type Token, tokenize} from '../analysis/token.ts'
import type {Span} from '../span.ts'
import type {Weekday} from './date.ts'
import {isRare, isWeekly} from './rare-days.ts'
import {readWeekdays, workdays} from './weekdays.ts'

/** Days that a text names in one place. */
interface Mention extends Span {
  readonly days: readonly Weekday[]
  /** `except Friday`. */
  readonly isExcluded: boolean
  /** Index of the first token of its clause. */
  readonly clause: number
}

const exceptions = wordSet('except excluding excl but not no without never')
const fillers = wordSet('on for the')

/**
 * Finds the days of the week on which a responsibility is done at each of the hours that it names:
 * those in the same clause, else those that stand alone, else Monday to Friday.
 *
 * @param hours - what the text names, in order.
 * @returns days in order for each of the hours; nothing where the text says that it is done on other
 *   days, but not on which ones of a week (`monthly`, `weekly`, `on 1 December`).
 */
export function daysOf(
  text: string,
  hours: readonly Span[]
): readonly (readonly Weekday[])[] | undefined {
  const tokens = tokenize(text)
  const indexAt = new Map(tokens.map(({start}, index) => [start, index]))
  const starts = clausesOf(tokens, new Map(hours.map((span) => [span.start, span.end])))
  const mentions = mentionsIn(tokens, starts)
  const named = mentions.filter(({isExcluded}) => !isExcluded)
  if (isRare(tokens) || (named.length === 0 && isWeekly(tokens))) return undefined

  const excluded = new Set(mentions.filter(({isExcluded}) => isExcluded).flatMap(({days}) => days))
  const clauses = hours.map((span) => starts[indexAt.get(span.start) ?? 0])
  const busy = new Set(clauses)
  const free = named.filter(({clause}) => !busy.has(clause)).flatMap(({days}) => days)
  const others = free.length > 0 ? sorted(free) : workdays
  return nearestOf(named, hours, clauses).map((mention) =>
    (mention?.days ?? others).filter((day) => !excluded.has(day))
  )
}

/** For each of the hours the mention in its clause that is nearest to it; both are in order. */
function nearestOf(
  mentions: readonly Mention[],
  hours: readonly Span[],
  clauses: readonly (number | undefined)[]
): readonly (Mention | undefined)[] {
  let next = 0
  return hours.map((span, index) => {
    while ((mentions[next]?.end ?? Infinity) <= span.start) next++
    const [before, after] = [mentions[next - 1], mentions[next]].map((mention) =>
      mention?.clause === clauses[index] ? mention : undefined
    )
    if (!before || !after) return before ?? after
    return after.start - span.end < span.start - before.end ? after : before
  })
}

function mentionsIn(tokens: readonly Token[], starts: readonly number[]): readonly Mention[] {
  const mentions: Mention[] = []
  let index = 0
  while (index < tokens.length) {
    const reading = readWeekdays(tokens, index)
    if (reading) {
      const {meaning: days, next} = reading
      mentions.push({
        days,
        isExcluded: isException(tokens, index),
        clause: starts[index] ?? 0,
        start: tokens[index]?.start ?? 0,
        end: tokens[next - 1]?.end ?? 0
      })
    }

    index = reading?.next ?? index + 1
  }

  return mentions
}

/**
 * Clauses by their first tokens; a list of days is of one clause, and so is a time of day.
 *
 * @param hours - offsets of their ends by those of their starts.
 */
function clausesOf(
  tokens: readonly Token[],
  hours: ReadonlyMap<number, number>
): readonly number[] {
  const starts = [...clauseStarts(tokens)]
  let index = 0
  while (index < tokens.length) {
    const next = readWeekdays(tokens, index)?.next ?? afterHours(tokens, index, hours)
    for (let inner = index + 1; inner < (next ?? index); inner++) merge(starts, inner)
    index = next ?? index + 1
  }

  return starts
}

/** Lets no clause start at a token. */
function merge(starts: number[], index: number): void {
  const [own, before] = [starts[index], starts[index - 1]]
  if (own !== index || before === undefined) return
  for (let next = index; starts[next] === own; next++) starts[next] = before
}

/** Returns the index after hours that start at a token. */
function afterHours(
  tokens: readonly Token[],
  index: number,
  hours: ReadonlyMap<number, number>
): number | undefined {
  const end = hours.get(tokens[index]?.start ?? -1)
  if (end === undefined) return undefined
  let next = index + 1
  while ((tokens[next]?.start ?? end) < end) next++
  return next
}

function isException(tokens: readonly Token[], index: number): boolean {
  const before = fillers.has(textAt(tokens, index - 1)) ? index - 2 : index - 1
  return exceptions.has(textAt(tokens, before))
}

function sorted(days: readonly Weekday[]): readonly Weekday[] {
  return [...new Set(days)].toSorted((a, b) => a - b)
}
