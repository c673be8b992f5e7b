import type {Span} from '../span.ts'
import {clauseStarts} from './clause.ts'
import {readHours} from './hours.ts'
import {afterChain, afterJoiner} from './joiner.ts'
import {isPlural, singular} from './noun.ts'
import {isThingNumeral, numeralValue} from './numeral.ts'
import {isGluedAt, skip, spanBetween, textAt, wordSet} from './read.ts'
import type {Reading} from './read.ts'
import type {NumberRange} from '../registry.ts'
import {readTaskWords} from './task-words.ts'
import {tokenize} from './token.ts'
import type {Token} from './token.ts'
import {timeUnits, weekdays} from './vocabulary/time.ts'
import {readUnit} from './unit.ts'

/** A numbered share of some work: `prospects 18-33` in `Personalize emails for prospects 18-33`. */
export interface Batch extends Span, NumberRange {
  /** Singular, lower case. */
  readonly noun: string
  /** What is done, in its base form; empty if the clause does not say. */
  readonly verb: string
  /** Singular noun that the verb is about; empty if that is the batch itself. */
  readonly object: string
}

const numberSigns = new Set(['#'])
const joints = wordSet('- + /')
const scoring = wordSet('assess grade mark rank rate score weigh')

/** Nouns that number things in the singular too: `chapter 1-3`. */
const numbered = wordSet(
  'appendix article batch chapter chunk clause column episode exercise file folder image item lesson line lot module page paragraph part problem question row scene section sheet slide table task ticket unit verse volume'
)
const distributives = wordSet('a an any each every one per')

/** Nouns that are measured on a scale or in time rather than shared out by number. */
const measured = wordSet(
  'age afternoon evening grade mark morning night point rating score star time version'
)

/** Finds the numbered shares that a text names, in order. */
export function findBatches(text: string): readonly Batch[] {
  if (!/\p{Nd}\P{Nd}+\p{Nd}/u.test(text)) return []
  const tokens = tokenize(text)
  const starts = clauseStarts(tokens)
  return tokens.flatMap((_token, index) => {
    const batch = readBatch(tokens, index, starts[index] ?? 0)
    return batch ? [batch] : []
  })
}

function readBatch(tokens: readonly Token[], index: number, clause: number): Batch | undefined {
  const text = textAt(tokens, index)
  const isOne = isNumbered(tokens, index)
  if (!isOne && !isNumberRangeable(text)) return undefined
  const share = readNumberRange(tokens, index + 1)
  if (!share || isCounted(tokens, share.next)) return undefined
  const words = readTaskWords(tokens, clause, index)
  const isScale = (isOne || share.meaning.first <= 1) && scoring.has(words.verb)
  if (isScale) return undefined
  return {
    ...spanBetween(tokens, index, share.next),
    noun: singular(text),
    ...share.meaning,
    ...words
  }
}

function isNumbered(tokens: readonly Token[], index: number): boolean {
  return numbered.has(textAt(tokens, index)) && !distributives.has(textAt(tokens, index - 1))
}

function isNumberRangeable(text: string): boolean {
  return (
    isPlural(text) && !timeUnits.has(text) && !weekdays.has(text) && !measured.has(singular(text))
  )
}

/** Reads `1-17`, `#1-#17`, `1 to 17`. */
function readNumberRange(
  tokens: readonly Token[],
  index: number
): Reading<NumberRange> | undefined {
  const start = skip(tokens, index, numberSigns)
  if (readHours(tokens, start) || afterChain(tokens, start) !== undefined) return undefined
  const first = plainAt(tokens, start)
  const joined = afterJoiner(tokens, start + 1)
  const end = joined === undefined ? undefined : skip(tokens, joined, numberSigns)
  const last = end === undefined ? undefined : plainAt(tokens, end)
  if (first === undefined || last === undefined || end === undefined || last < first)
    return undefined
  return {meaning: {first, last}, next: end + 1}
}

function plainAt(tokens: readonly Token[], index: number): number | undefined {
  const token = tokens[index]
  if (token?.kind !== 'number' || !isThingNumeral(token.raw)) return undefined
  return numeralValue(token.raw)
}

/** Tells whether numbers count what comes after them: `replies 2-3 times`, `leads 5-10%`. */
function isCounted(tokens: readonly Token[], index: number): boolean {
  const isJoined = joints.has(textAt(tokens, index)) || tokens[index]?.kind === 'word'
  if (isJoined && isGluedAt(tokens, index)) return true
  return readUnit(tokens, index)?.meaning.isSure === true
}
