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

/** Phrases to their meanings; a phrase is its tokens' texts, a space between two. */
export interface Phrases<Meaning> {
  /** Texts that a phrase starts with. */
  readonly starts: ReadonlySet<string>
  readonly meanings: ReadonlyMap<string, Meaning>
}

/** Reads the longest phrase that starts at a token, of at most four tokens. */
export function readPhrase<Meaning>(
  tokens: readonly Token[],
  index: number,
  {starts, meanings}: Phrases<Meaning>
): Reading<Meaning> | undefined {
  let key = textAt(tokens, index)
  if (!starts.has(key)) return undefined
  let found: Reading<Meaning> | undefined
  for (let next = index + 1; next <= index + longest; next += 1) {
    const meaning = meanings.get(key)
    if (meaning !== undefined) found = {meaning, next}
    key += ` ${textAt(tokens, next)}`
  }

  return found
}

/** Turns `[meaning, 'one phrase, another']` rows into phrases. */
export function phrasesOf<Meaning>(
  rows: readonly (readonly [Meaning, string])[]
): Phrases<Meaning> {
  const meanings = meaningsOf(rows)
  return {starts: new Set([...meanings.keys()].flatMap((phrase) => phrase.split(' ', 1))), meanings}
}

/** Turns `[meaning, 'one, another']` rows into a map from each word to its meaning. */
export function meaningsOf<Meaning>(
  rows: readonly (readonly [Meaning, string])[]
): ReadonlyMap<string, Meaning> {
  return new Map(
    rows.flatMap(([meaning, words]) =>
      words.split(', ').map((word): [string, Meaning] => [word, meaning])
    )
  )
}

/** Turns words with a space between into a set. */
export function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(' '))
}
