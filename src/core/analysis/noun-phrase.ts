import {isPlural, singular} from './noun.ts'
import {isGluedAt, isWordAt, textAt} from './read.ts'
import type {Reading} from './read.ts'
import type {Token} from './token.ts'
import {numberWords, scaleWords} from './vocabulary/number.ts'
import {stopWords} from './vocabulary/stop.ts'
import {adverbs, timeUnits} from './vocabulary/time.ts'

/** Noun that a phrase is about. */
export interface Head {
  /** Singular, lower case. */
  readonly noun: string
  readonly isPlural: boolean
}

/** Most words before and with the noun in the plural, and with one that is not. */
const mostWords = 6
const mostSingular = 3
const slashedLength = 3

/** Reads a noun phrase at a token: `perfectly personalized emails`, about `email`. */
export function readNounPhrase(tokens: readonly Token[], index: number): Reading<Head> | undefined {
  const end = phraseEnd(tokens, index)
  if (end === index) return undefined
  const first = firstPlural(tokens, index, end)
  if (first === undefined) return singularHead(tokens, index, Math.min(end, index + mostSingular))
  let next = first + 1
  // `sales calls` is about calls.
  while (next < end && isPlural(textAt(tokens, next))) next += 1
  return {meaning: {noun: singular(textAt(tokens, next - 1)), isPlural: true}, next}
}

function phraseEnd(tokens: readonly Token[], index: number): number {
  let end = index
  while (end < index + mostWords && isNominal(tokens, end)) {
    end += isSlashed(tokens, end) ? slashedLength : 1
  }

  return end
}

function isNominal(tokens: readonly Token[], index: number): boolean {
  const text = textAt(tokens, index)
  if (isSlashed(tokens, index)) return true
  if (!isWordAt(tokens, index) || stopWords.has(text) || adverbs.has(text)) return false
  return !numberWords.has(text) && !scaleWords.has(text)
}

/** Tells whether two words are one with a slash: `A/B`; a period after the slash is none. */
function isSlashed(tokens: readonly Token[], index: number): boolean {
  const isJoined = textAt(tokens, index + 1) === '/' && isGluedAt(tokens, index + 1)
  const isPair = isWordAt(tokens, index) && isWordAt(tokens, index + 2)
  return isJoined && isPair && !timeUnits.has(textAt(tokens, index + 2))
}

function firstPlural(tokens: readonly Token[], index: number, end: number): number | undefined {
  for (let at = index; at < end; at += 1) if (isPlural(textAt(tokens, at))) return at
  return undefined
}

function singularHead(tokens: readonly Token[], index: number, end: number): Reading<Head> {
  let next = end
  while (next > index + 1 && /(?:ed|ing|ly)$/u.test(textAt(tokens, next - 1))) next -= 1
  return {meaning: {noun: singular(textAt(tokens, next - 1)), isPlural: false}, next}
}

/** Tells whether a word is written to the number before it without being a noun: `2FA`, `3f2a`. */
export function isSuffix(tokens: readonly Token[], index: number): boolean {
  const raw = tokens[index]?.raw ?? ''
  return isGluedAt(tokens, index) && (/\p{N}/u.test(raw) || /^\p{Lu}{1,3}$/u.test(raw))
}
