import {phrasesOf, readPhrase} from './read.ts'
import type {Phrases, Reading} from './read.ts'
import type {Token} from './token.ts'

/** How an amount compares with the number that is given. */
export type Comparator = 'exactly' | 'at least' | 'at most' | 'about'

const before: Phrases<Comparator> = phrasesOf<Comparator>([
  ['at least', 'at least, at minimum, at a minimum, a minimum of, minimum of, minimum, min, min .'],
  [
    'at least',
    'more than, greater than, higher than, better than, over, above, beyond, upwards of'
  ],
  ['at least', 'no less than, no fewer than, not less than, not fewer than, no lower than'],
  ['at least', 'as many as, exceed, exceeds, exceeding, > =, >, ≥, mindestens, mehr als, au moins'],
  ['at least', 'plus de, al menos, más de, 至少'],
  ['at most', 'at most, at maximum, a maximum of, maximum of, maximum, max, max ., up to, upto'],
  ['at most', 'less than, fewer than, lower than, under, below, within, within the next, inside'],
  ['at most', 'no more than, not more than, no greater than, not exceeding, not exceed, sub -'],
  [
    'at most',
    'within the first, within the last, faster than, no longer than, < =, <, ≤, höchstens'
  ],
  ['at most', 'bis zu, weniger als, innerhalb von, au plus, moins de, menos de, como máximo'],
  ['about', 'about, around, approximately, approx, approx ., circa, roughly, nearly, almost, some'],
  ['about', 'close to, ~, ≈, etwa, rund, environ, unos'],
  ['exactly', 'exactly, precisely, between, =']
])

const after: Phrases<Comparator> = phrasesOf<Comparator>([
  ['at least', '+, or more, or higher, or better, or above, or greater, or longer, and above'],
  ['at least', 'and up, minimum, min ., at least, at minimum, at a minimum, and more'],
  ['at most', 'or less, or fewer, or lower, or below, or under, or faster, or better than that'],
  ['at most', 'maximum, max, max ., at most, at maximum, tops']
])

/** Reads what compares before an amount: `at least`, `up to`, `~`. */
export function readComparator(
  tokens: readonly Token[],
  index: number
): Reading<Comparator> | undefined {
  return readPhrase(tokens, index, before)
}

/** Reads what compares after an amount or its unit: `+`, `or more`, `max`. */
export function readLateComparator(
  tokens: readonly Token[],
  index: number
): Reading<Comparator> | undefined {
  return readPhrase(tokens, index, after)
}
