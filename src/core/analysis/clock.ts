import {isPlainNumeral, numeralValue} from './numeral.ts'
import {isGluedAt, textAt} from './read.ts'
import type {Reading} from './read.ts'
import type {Token} from './token.ts'

/** A time of day as it is written, before `10-11 AM` lends its `AM` to the ten. */
export interface ClockTime {
  /** Minutes after midnight as written, 0 to 1440. */
  readonly minutes: number
  readonly half: 'am' | 'pm' | undefined
  /** A number alone, which only another time beside it makes one. */
  readonly isBare: boolean
}

const named: ReadonlyMap<string, number> = new Map([
  ['noon', 720],
  ['midday', 720],
  ['midnight', 0]
])
const halfDay = 720

/** Reads a time of day that starts at a token: `8 AM`, `18:00`, `6:30pm`, `noon`, a bare `10`. */
export function readClock(tokens: readonly Token[], index: number): Reading<ClockTime> | undefined {
  const fixed = named.get(textAt(tokens, index))
  if (fixed !== undefined) return readingOf(fixed, undefined, index + 1)
  const digits = readDigits(tokens, index)
  if (!digits) return undefined
  const {meaning, next} = digits
  const half = readHalf(tokens, next)
  if (half) {
    return meaning.minutes < 780 ? readingOf(meaning.minutes, half.meaning, half.next) : undefined
  }

  const isHour = textAt(tokens, next) === "o'clock"
  return isHour ? readingOf(meaning.minutes, undefined, next + 1) : digits
}

/** Reads `18:00`, and `10` as a bare one. */
function readDigits(tokens: readonly Token[], index: number): Reading<ClockTime> | undefined {
  const hour = clockNumber(tokens, index)
  if (hour === undefined) return undefined
  const minute = minuteAt(tokens, index + 1)
  const minutes = hour * 60 + (minute ?? 0)
  const isBare = minute === undefined
  if (minutes > 1440) return undefined
  return {meaning: {minutes, half: undefined, isBare}, next: isBare ? index + 1 : index + 3}
}

/** Returns the minutes after midnight of a time, in a half of the day where one is given. */
export function minutesOf({minutes}: ClockTime, half: 'am' | 'pm' | undefined): number {
  if (half === undefined) return minutes
  return (minutes % halfDay) + (half === 'pm' ? halfDay : 0)
}

function readingOf(
  minutes: number,
  half: 'am' | 'pm' | undefined,
  next: number
): Reading<ClockTime> {
  return {meaning: {minutes, half, isBare: false}, next}
}

function clockNumber(tokens: readonly Token[], index: number): number | undefined {
  const token = tokens[index]
  if (token?.kind !== 'number' || !isPlainNumeral(token.raw) || token.raw.length > 2)
    return undefined
  return numeralValue(token.raw)
}

function minuteAt(tokens: readonly Token[], index: number): number | undefined {
  if (textAt(tokens, index) !== ':' || !isGluedAt(tokens, index)) return undefined
  const minute = clockNumber(tokens, index + 1)
  const isPair = isGluedAt(tokens, index + 1) && textAt(tokens, index + 1).length === 2
  return isPair && minute !== undefined && minute < 60 ? minute : undefined
}

function readHalf(tokens: readonly Token[], index: number): Reading<'am' | 'pm'> | undefined {
  const text = textAt(tokens, index)
  if (text === 'am' || text === 'pm') return {meaning: text, next: index + 1}
  const isDotted = textAt(tokens, index + 1) === '.' && textAt(tokens, index + 2) === 'm'
  if (!isDotted || !isGluedAt(tokens, index + 2) || (text !== 'a' && text !== 'p')) return undefined
  const next = textAt(tokens, index + 3) === '.' ? index + 4 : index + 3
  return {meaning: text === 'a' ? 'am' : 'pm', next}
}
