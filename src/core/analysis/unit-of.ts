import type {Figure} from './figure.ts'
import {readNounPhrase} from './noun-phrase.ts'
import {skip, textAt, wordSet} from './read.ts'
import type {Reading} from './read.ts'
import type {Token} from './token.ts'
import {readUnit} from './unit.ts'
import type {Unit} from './unit.ts'
import {determiners} from './vocabulary/stop.ts'
import {adverbs, timeUnits} from './vocabulary/time.ts'

const of = wordSet('of')
const hyphen = wordSet('-')

/** Reads the unit of a number that was read. */
export function unitOf(
  tokens: readonly Token[],
  {meaning, next}: Reading<Figure>
): Reading<Unit> | undefined {
  if (meaning.currency !== undefined) return moneyUnit(tokens, next, meaning.currency)
  const isShare = meaning.isRatio || !Number.isInteger(meaning.value)
  return isShare ? partUnit(tokens, next) : (innerUnit(tokens, next) ?? readUnit(tokens, next))
}

/** Reads a sign of a currency with the metric after it: `MRR` in `$120k MRR`. */
function moneyUnit(tokens: readonly Token[], index: number, currency: string): Reading<Unit> {
  const start = skip(tokens, index, hyphen)
  const phrase = timeUnits.has(textAt(tokens, start)) ? undefined : readNounPhrase(tokens, start)
  const name = phrase ? `${currency} ${phrase.meaning.noun}` : currency
  return {meaning: {name, isSure: true}, next: phrase?.next ?? index}
}

/** Reads `of all mail`, `of the tickets`, `an hour`, `prospects`. */
function partUnit(tokens: readonly Token[], index: number): Reading<Unit> | undefined {
  return readUnit(
    tokens,
    skip(tokens, skip(tokens, skip(tokens, index, of), determiners), determiners)
  )
}

/** Reads `monthly listeners`. */
function innerUnit(tokens: readonly Token[], index: number): Reading<Unit> | undefined {
  const phrase = adverbs.has(textAt(tokens, index)) ? readNounPhrase(tokens, index + 1) : undefined
  if (!phrase?.meaning.isPlural) return undefined
  return {meaning: {name: phrase.meaning.noun, isSure: true}, next: phrase.next}
}
