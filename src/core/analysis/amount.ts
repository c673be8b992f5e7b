import {numeralValue} from './numeral.ts'
import {isGluedAt, isWordAt, textAt} from './read.ts'
import type {Reading} from './read.ts'
import type {Token} from './token.ts'
import {currencies} from './vocabulary/currency.ts'
import {numberWords, scaleLetters, scaleWords} from './vocabulary/number.ts'
import {stopWords} from './vocabulary/stop.ts'

/** A number in digits or words, with what multiplies it: `120k`, `two hundred`, `dozen`. */
export interface Amount {
  readonly value: number
  /** What `k`, `million` and the like multiplied it by; 1 without. */
  readonly scale: number
}

/** Reads an amount that starts at a token. */
export function readAmount(tokens: readonly Token[], index: number): Reading<Amount> | undefined {
  const base = baseAt(tokens, index)
  if (!base || Number.isNaN(base.meaning)) return undefined
  const scale = scaleAt(tokens, base.next) ?? {meaning: 1, next: base.next}
  const rest = scale.meaning === 1 ? undefined : addend(tokens, scale.next)
  return {
    meaning: {
      value: round(base.meaning * scale.meaning) + (rest?.meaning ?? 0),
      scale: scale.meaning
    },
    next: rest?.next ?? scale.next
  }
}

function baseAt(tokens: readonly Token[], index: number): Reading<number> | undefined {
  const token = tokens[index]
  if (token?.kind === 'number') return {meaning: numeralValue(token.raw), next: index + 1}
  // `dozen`, `hundred` without a number before: one of it, read by the scale.
  if (scaleWords.has(textAt(tokens, index))) return {meaning: 1, next: index}
  const value = numberWords.get(textAt(tokens, index))
  if (value === undefined) return undefined
  const ones = value < 20 ? 0 : onesAt(tokens, index + 1)
  return {meaning: value + ones, next: ones === 0 ? index + 1 : index + 3}
}

/** Reads the `-five` of `twenty-five`; 0 without. */
function onesAt(tokens: readonly Token[], index: number): number {
  if (textAt(tokens, index) !== '-' || !isGluedAt(tokens, index + 1)) return 0
  const ones = numberWords.get(textAt(tokens, index + 1)) ?? 0
  return ones < 10 ? ones : 0
}

function scaleAt(tokens: readonly Token[], index: number): Reading<number> | undefined {
  const text = textAt(tokens, index)
  const isLetter = isGluedAt(tokens, index) && tokens[index - 1]?.kind === 'number'
  // `5m` alone is five minutes; `$5m` and `5m users` are millions.
  const isMinutes = tokens[index]?.raw === 'm' && !isMillions(tokens, index)
  const letter = isLetter && !isMinutes ? scaleLetters.get(text) : undefined
  const meaning = scaleWords.get(text) ?? letter
  return meaning === undefined ? undefined : {meaning, next: index + 1}
}

function isMillions(tokens: readonly Token[], index: number): boolean {
  if (currencies.has(textAt(tokens, index - 2))) return true
  return isWordAt(tokens, index + 1) && !stopWords.has(textAt(tokens, index + 1))
}

/** Reads `fifty` in `one hundred fifty`. */
function addend(tokens: readonly Token[], index: number): Reading<number> | undefined {
  return numberWords.has(textAt(tokens, index)) ? baseAt(tokens, index) : undefined
}

/** Takes away what binary fractions add: `1.1k` is 1100. */
function round(value: number): number {
  return Number(value.toPrecision(12))
}
