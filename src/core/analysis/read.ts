import type {Span} from '../span.ts'
import type {Token} from './token.ts'

/** A meaning, and the index of the token after what says it. */
export interface Reading<Meaning> {
  readonly meaning: Meaning
  readonly next: number
}

/** Most words of a phrase. */
const longest = 4

/** Returns the lower-case text of a token; empty before the first and after the last. */
export function textAt(tokens: readonly Token[], index: number): string {
  return tokens[index]?.text ?? ''
}

/** Tells whether a token is a word. */
export function isWordAt(tokens: readonly Token[], index: number): boolean {
  return tokens[index]?.kind === 'word'
}

/** Tells whether a token follows the one before without white space. */
export function isGluedAt(tokens: readonly Token[], index: number): boolean {
  return tokens[index]?.isGlued === true
}

/** Returns the part of the text from one token to another, the latter not included. */
export function spanBetween(tokens: readonly Token[], first: number, next: number): Span {
  return {start: tokens[first]?.start ?? 0, end: tokens[next - 1]?.end ?? 0}
}

/** Returns the index after a token if it is one of `texts`, else `index` itself. */
export function skip(tokens: readonly Token[], index: number, texts: ReadonlySet<string>): number {
  return texts.has(textAt(tokens, index)) ? index + 1 : index
}

/**
 * Reads the longest phrase that starts at a token.
 *
 * @param phrases - keyed by their tokens' texts, a space between two, at most four of them.
 */
export function readPhrase<Meaning>(
  tokens: readonly Token[],
  index: number,
  phrases: ReadonlyMap<string, Meaning>
): Reading<Meaning> | undefined {
  let key = ''
  let found: Reading<Meaning> | undefined
  for (let next = index; next < Math.min(index + longest, tokens.length); next += 1) {
    key += next === index ? textAt(tokens, next) : ` ${textAt(tokens, next)}`
    const meaning = phrases.get(key)
    if (meaning !== undefined) found = {meaning, next: next + 1}
  }

  return found
}

/** Turns `[meaning, 'one, another']` rows into a map from phrase to meaning. */
export function phrasesOf<Meaning>(
  rows: readonly (readonly [Meaning, string])[]
): ReadonlyMap<string, Meaning> {
  return new Map(
    rows.flatMap(([meaning, phrases]) =>
      phrases.split(', ').map((phrase): [string, Meaning] => [phrase, meaning])
    )
  )
}

/** Turns words with a space between into a set. */
export function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(' '))
}
