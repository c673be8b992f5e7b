import {isSuffix, readNounPhrase} from './noun-phrase.ts'
import {singular} from './noun.ts'
import {isGluedAt, isWordAt, phrasesOf, readPhrase, textAt} from './read.ts'
import type {Phrases, Reading} from './read.ts'
import type {Token} from './token.ts'
import {currencies} from './vocabulary/currency.ts'
import {timeUnits} from './vocabulary/time.ts'

/** What is counted. */
export interface Unit {
  readonly name: string
  /** Whether the word alone shows that it is counted: a plural, a unit of time, `%`. */
  readonly isSure: boolean
}

const symbols: Phrases<string> = phrasesOf([
  ['%', '%, percent, per cent, prozent, percentage points, pp, pct'],
  ['time', 'x, ×'],
  ...['kb', 'mb', 'gb', 'tb', 'px', 'kg', 'km', 'kwh', 'hz', 'mhz', 'ghz', 'rps', 'qps'].map(
    (unit): [string, string] => [unit, unit]
  )
])

/** Reads the unit that starts at the token after an amount. */
export function readUnit(tokens: readonly Token[], index: number): Reading<Unit> | undefined {
  const isHyphened = textAt(tokens, index) === '-' && isGluedAt(tokens, index + 1)
  const start = isHyphened ? index + 1 : index
  const symbol = readPhrase(tokens, start, symbols)
  if (symbol) return sure(symbol.meaning, symbol.next)
  const text = textAt(tokens, start)
  const known = unitOfTime(tokens, start) ?? currencies.get(text)
  if (known !== undefined) return sure(known, start + 1)
  if (isSuffix(tokens, start) || !isWordAt(tokens, start)) return undefined
  // `5-page brief` counts pages, `5 story points` counts points.
  return isHyphened ? sure(singular(text), start + 1) : nounUnit(tokens, start)
}

function unitOfTime(tokens: readonly Token[], index: number): string | undefined {
  const text = textAt(tokens, index)
  if (text === 'm' && isGluedAt(tokens, index)) return 'minute'
  return isWordAt(tokens, index) ? timeUnits.get(text) : undefined
}

function nounUnit(tokens: readonly Token[], index: number): Reading<Unit> | undefined {
  const phrase = readNounPhrase(tokens, index)
  if (!phrase) return undefined
  return {meaning: {name: phrase.meaning.noun, isSure: phrase.meaning.isPlural}, next: phrase.next}
}

function sure(name: string, next: number): Reading<Unit> {
  return {meaning: {name, isSure: true}, next}
}
