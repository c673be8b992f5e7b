import {readAmount} from './amount.ts'
import type {Amount} from './amount.ts'
import {readFraction} from './fraction.ts'
import {readHours} from './hours.ts'
import {afterChain} from './joiner.ts'
import {isSuffix} from './noun-phrase.ts'
import {isGluedAt, textAt} from './read.ts'
import type {Reading} from './read.ts'
import type {Token} from './token.ts'
import {currencies} from './vocabulary/currency.ts'
import {ordinals} from './vocabulary/number.ts'
import {timeUnits} from './vocabulary/time.ts'

/** A number, with the sign of a currency where one is before it. */
export interface Sum extends Amount {
  readonly currency: string | undefined
}

/** Reads a number at a token; none that is part of a time, a date, a version or a name (`2FA`). */
export function readSum(tokens: readonly Token[], index: number): Reading<Sum> | undefined {
  const currency = currencies.get(textAt(tokens, index))
  const start = currency === undefined ? index : index + 1
  if (readHours(tokens, start) || afterChain(tokens, start) !== undefined) return undefined
  const amount = readAmount(tokens, start) ?? readFraction(tokens, start)
  if (!amount || isPartOfName(tokens, amount.next)) return undefined
  return {meaning: {...amount.meaning, currency}, next: amount.next}
}

function isPartOfName(tokens: readonly Token[], index: number): boolean {
  if (!isGluedAt(tokens, index) || tokens[index]?.kind !== 'word') return false
  const text = textAt(tokens, index)
  return ordinals.has(text) || (isSuffix(tokens, index) && !isUnit(text))
}

function isUnit(text: string): boolean {
  if (timeUnits.has(text) || currencies.has(text)) return true
  return /^(?:[kmgt]b|x|kwh|[kmg]?hz)$/u.test(text)
}
