import type {Figure} from './figure.ts'
import {readNounPhrase} from './noun-phrase.ts'
import {singular} from './noun.ts'
import {isWordAt, skip, textAt, wordSet} from './read.ts'
import type {Reading} from './read.ts'
import type {Token} from './token.ts'
import {readUnit} from './unit.ts'
import type {Unit} from './unit.ts'
import {determiners, stopWords} from './vocabulary/stop.ts'
import {adverbs, timeUnits} from './vocabulary/time.ts'

const of = wordSet('of')
const hyphen = wordSet('-')
const links = wordSet('in of')

/** Nouns that an amount of money may be `in`: `$300k in new revenue`. */
const moneys = wordSet('arr booking mrr pipeline revenue sale saving')
const mostAdjectives = 4

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
  const noun = phrase ? {meaning: phrase.meaning.noun, next: phrase.next} : linked(tokens, start)
  const name = noun ? `${currency} ${noun.meaning}` : currency
  return {meaning: {name, isSure: true}, next: noun?.next ?? index}
}

/** Reads `in new revenue`, `of annual sales`. */
function linked(tokens: readonly Token[], index: number): Reading<string> | undefined {
  if (!links.has(textAt(tokens, index))) return undefined
  for (let at = index + 1; at <= index + 1 + mostAdjectives; at += 1) {
    const noun = singular(textAt(tokens, at))
    if (moneys.has(noun)) return {meaning: noun, next: at + 1}
    if (!isWordAt(tokens, at) || stopWords.has(noun)) return undefined
  }

  return undefined
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
