import type {Span} from '../span.ts'
import {minutesOf, readClock} from './clock.ts'
import type {ClockTime} from './clock.ts'
import {afterJoiner} from './joiner.ts'
import {spanBetween, textAt} from './read.ts'
import type {Reading} from './read.ts'
import {tokenize} from './token.ts'
import type {Token} from './token.ts'

/**
 * A time of day, or a stretch from one to another, in minutes after midnight: `to` is greater than
 * `from` unless the stretch runs over midnight (`10 PM - 2 AM`), and equal for a single time.
 */
export interface Hours extends Span {
  readonly from: number
  readonly to: number
}

const day = 1440

/** Finds the times of day and stretches that a text names, in order. */
export function findHours(text: string): readonly Hours[] {
  const tokens = tokenize(text)
  const found: Hours[] = []
  let index = 0
  while (index < tokens.length) {
    const reading = readHours(tokens, index)
    if (reading) found.push(reading.meaning)
    index = reading?.next ?? index + 1
  }

  return found
}

/** Reads the hours that start at a token: a stretch, or else a single time that is no bare number. */
export function readHours(tokens: readonly Token[], index: number): Reading<Hours> | undefined {
  const first = readClock(tokens, index)
  if (!first) return undefined
  const last = lastOf(tokens, index, first.next)
  const isStretch = last !== undefined && !(first.meaning.isBare && last.meaning.isBare)
  if (isStretch) {
    const span = spanBetween(tokens, index, last.next)
    const hours = stretch(first.meaning, last.meaning)
    if (hours) return {meaning: {...span, ...hours}, next: last.next}
  }
  if (first.meaning.isBare) return undefined
  const time = minutesOf(first.meaning, first.meaning.half) % day
  return {
    meaning: {...spanBetween(tokens, index, first.next), from: time, to: time},
    next: first.next
  }
}

function lastOf(
  tokens: readonly Token[],
  index: number,
  after: number
): Reading<ClockTime> | undefined {
  const isBetween = textAt(tokens, index - 1) === 'between' && textAt(tokens, after) === 'and'
  const start = isBetween ? after + 1 : afterJoiner(tokens, after)
  return start === undefined ? undefined : readClock(tokens, start)
}

function stretch(
  first: ClockTime,
  last: ClockTime
): {readonly from: number; readonly to: number} | undefined {
  // `6 AM - 10`: the second number could be anything.
  if (last.isBare) return undefined
  const to = minutesOf(last, last.half) % day || day
  const half = first.isBare ? last.half : first.half
  if (first.isBare && half && first.minutes > 720) return undefined
  const from = minutesOf(first, half) % day
  // `11-1 PM` and `9-5 PM` start in the morning.
  const isBackward = first.isBare && half === 'pm' && from >= to
  return {from: isBackward ? minutesOf(first, 'am') : from, to}
}
