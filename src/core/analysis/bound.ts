import {readAmount} from './amount.ts'
import {readNounPhrase} from './noun-phrase.ts'
import {isWordAt, skip, textAt, wordSet} from './read.ts'
import {tokenize} from './token.ts'
import type {Token} from './token.ts'
import {determiners, stopWords} from './vocabulary/stop.ts'
import {dayParts, periodUnits} from './vocabulary/time.ts'

const hyphen = wordSet('-')
const the = wordSet('our the')
const topLeads = wordSet('a among an crack enter hit in inside into make reach within')
const qualifiers = wordSet('business calendar working')
const verbs = wordSet('are be is remain was were')

/** Nouns after `no` that are a manner of speaking. */
const sayings = wordSet(
  'compromises doubts egos excuses gains limits questions regrets shortcuts strings'
)

/** Tells whether a text names a bound without a unit: `no open bugs`, `same day`, `in the top 3`. */
export function namesBound(text: string): boolean {
  const tokens = tokenize(text)
  return tokens.some((token, index) => isBoundAt(tokens, index, token.text))
}

function isBoundAt(tokens: readonly Token[], index: number, text: string): boolean {
  if (text === 'no') return isNoneOf(tokens, index + 1)
  if (text === 'none') return isNone(tokens, index)
  if (text === 'top') return isTop(tokens, index)
  if (text === 'same') return isPeriod(textAt(tokens, skip(tokens, index + 1, qualifiers)))
  return isSameDay(text)
}

/** Tells whether `no` is before a plural at `index`, which makes it zero of that. */
function isNoneOf(tokens: readonly Token[], index: number): boolean {
  const phrase = readNounPhrase(tokens, index)
  return phrase?.meaning.isPlural === true && !sayings.has(textAt(tokens, phrase.next - 1))
}

/** Tells whether `none` is zero of something: `none failing`, `none of the tests`; not `to none`. */
function isNone(tokens: readonly Token[], index: number): boolean {
  if (textAt(tokens, index - 1) === 'to') return false
  if (textAt(tokens, index + 1) === 'of') {
    return isNoneOf(tokens, skip(tokens, index + 2, determiners))
  }

  const next = skip(tokens, index + 1, verbs)
  return isWordAt(tokens, next) && !stopWords.has(textAt(tokens, next))
}

/** Tells whether `top` bounds a rank: `in the top 3`, `a top-10 position`; not `the top 1 provider`. */
function isTop(tokens: readonly Token[], index: number): boolean {
  if (!readAmount(tokens, skip(tokens, index + 1, hyphen))) return false
  const lead = the.has(textAt(tokens, index - 1)) ? index - 2 : index - 1
  return topLeads.has(textAt(tokens, lead))
}

function isSameDay(text: string): boolean {
  const [lead, noun = ''] = text.split('-', 2)
  return (lead === 'same' || lead === 'next') && isPeriod(noun)
}

function isPeriod(text: string): boolean {
  return periodUnits.has(text) || dayParts.has(text)
}
