import {isWordAt, textAt, wordSet} from './read.ts'
import type {Token} from './token.ts'
import {prepositions, stopWords} from './vocabulary/stop.ts'
import {adverbs} from './vocabulary/time.ts'
import {verbOfNoun} from './nominal.ts'
import {baseForm} from './verb.ts'
import {isPlural, singular} from './noun.ts'

/** What is done, and to what. */
export interface TaskWords {
  /** Base form, lower case; empty if a clause starts with no verb. */
  readonly verb: string
  /** Singular noun between the verb and a preposition; empty without one. */
  readonly object: string
}

/** Words before a verb that do not belong to it. */
const openers = wordSet('also always and first must next now or please shall should then to will')

/** Most words that are read for an object. */
const reach = 10

/** Reads what a clause does before the noun at a token. */
export function readTaskWords(tokens: readonly Token[], clause: number, noun: number): TaskWords {
  const start = verbIndex(tokens, clause, noun)
  if (start === undefined) return {verb: '', object: ''}
  return {verb: verbAt(tokens, start), object: objectOf(tokens, start + 1, noun)}
}

/** Reads a verb in its base form, also in `translation of`. */
function verbAt(tokens: readonly Token[], index: number): string {
  const text = textAt(tokens, index)
  return baseForm(textAt(tokens, index + 1) === 'of' ? verbOfNoun(text) : text)
}

function verbIndex(tokens: readonly Token[], clause: number, noun: number): number | undefined {
  let index = clause
  while (index < Math.min(noun, clause + reach) && isOpener(tokens, index)) index += 1
  const isVerb = index < noun && isWordAt(tokens, index) && !stopWords.has(textAt(tokens, index))
  return isVerb ? index : undefined
}

/** Tells whether a token comes before a verb; a mark of a list (`-`, `*`) does. */
function isOpener(tokens: readonly Token[], index: number): boolean {
  const text = textAt(tokens, index)
  return openers.has(text) || adverbs.has(text) || tokens[index]?.kind === 'mark'
}

function objectOf(tokens: readonly Token[], start: number, noun: number): string {
  const end = prepositionIndex(tokens, start, noun)
  if (end === undefined) return ''
  const words = tokens.slice(start, end).filter(({kind}) => kind === 'word')
  const plural = words.findLast(({text}) => isPlural(text))
  return singular(plural?.text ?? words.at(-1)?.text ?? '')
}

function prepositionIndex(
  tokens: readonly Token[],
  start: number,
  noun: number
): number | undefined {
  for (let index = start; index < Math.min(noun, start + reach); index += 1) {
    if (prepositions.has(textAt(tokens, index))) return index
  }

  return undefined
}
