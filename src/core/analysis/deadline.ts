import type {Span} from '../span.ts'
import {readDate} from './date.ts'
import {readHours} from './hours.ts'
import {phrasesOf, readPhrase, spanBetween, wordSet, skip} from './read.ts'
import type {Phrases, Reading} from './read.ts'
import {tokenize} from './token.ts'
import type {Token} from './token.ts'

/** When something has to be done by. */
export interface Deadline extends Span {
  /** Minutes after midnight; nothing where only a date is named: `by Friday`. */
  readonly time: number | undefined
}

const leads: Phrases<true> = phrasesOf([
  [true, 'by, before, until, till, no later than, not later than, prior to, due, due by, due on'],
  [true, 'bis, bis zum, vor dem, avant, avant le, antes de, antes del']
])
const fillers = wordSet('about around at on')

/** Finds the deadlines that a text names, in order. */
export function findDeadlines(text: string): readonly Deadline[] {
  const tokens = tokenize(text)
  const found: Deadline[] = []
  let index = 0
  while (index < tokens.length) {
    // `6 AM until 6 PM` is a stretch.
    const deadline = readDeadline(tokens, index)
    if (deadline) found.push(deadline.meaning)
    index = deadline?.next ?? readHours(tokens, index)?.next ?? index + 1
  }

  return found
}

function readDeadline(tokens: readonly Token[], index: number): Reading<Deadline> | undefined {
  const lead = readPhrase(tokens, index, leads)
  if (!lead) return undefined
  const start = skip(tokens, lead.next, fillers)
  const moment = readTimed(tokens, start) ?? readDated(tokens, start)
  if (!moment) return undefined
  return {
    meaning: {...spanBetween(tokens, index, moment.next), time: moment.meaning},
    next: moment.next
  }
}

/** Reads a time of day and the date after it, if there is one: `5 PM on Friday`. */
function readTimed(tokens: readonly Token[], index: number): Reading<number> | undefined {
  const hours = readHours(tokens, index)
  if (!hours) return undefined
  const date = readDate(tokens, skip(tokens, hours.next, fillers))
  return {meaning: hours.meaning.to, next: date?.next ?? hours.next}
}

/** Reads a date and the time of day after it, if there is one: `Friday noon`. */
function readDated(
  tokens: readonly Token[],
  index: number
): Reading<number | undefined> | undefined {
  const date = readDate(tokens, index)
  if (!date) return undefined
  const hours = readHours(tokens, skip(tokens, date.next, fillers))
  return {meaning: hours?.meaning.to, next: hours?.next ?? date.next}
}
