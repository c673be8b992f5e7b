import type {Measure} from './measure.ts'
import {readRate} from './period.ts'
import {isWordAt, textAt, wordSet} from './read.ts'
import type {Reading} from './read.ts'
import type {Token} from './token.ts'
import {stopWords} from './vocabulary/stop.ts'

/** Verbs that name by how much. */
const factors: ReadonlyMap<string, number> = new Map([
  ['double', 2],
  ['triple', 3],
  ['quadruple', 4],
  ['halve', 0.5]
])

/** Adverbs that name how often. */
const counts: ReadonlyMap<string, number> = new Map([
  ['once', 1],
  ['twice', 2],
  ['thrice', 3]
])

const verbLeads = wordSet('and or to will')
const objects = wordSet('all both each its our the their this your')
/** Words after `double` that make another verb of it. */
const particles = wordSet('back check click click-through click-to down tap team up')

/** Reads `double revenue` and `twice a day`, which have `time` for a unit. */
export function readMultiple(
  tokens: readonly Token[],
  index: number,
  clause: number
): Reading<Measure> | undefined {
  const text = textAt(tokens, index)
  const factor = factors.get(text)
  const isVerb = index === clause || verbLeads.has(textAt(tokens, index - 1))
  if (factor !== undefined) {
    return isVerb && hasObject(tokens, index + 1) ? measureOf(tokens, index, factor) : undefined
  }

  const count = counts.get(text)
  return count !== undefined && readRate(tokens, index + 1)
    ? measureOf(tokens, index, count)
    : undefined
}

function hasObject(tokens: readonly Token[], index: number): boolean {
  const text = textAt(tokens, index)
  if (!isWordAt(tokens, index) || particles.has(text)) return false
  return objects.has(text) || !stopWords.has(text)
}

function measureOf(tokens: readonly Token[], index: number, value: number): Reading<Measure> {
  const rate = readRate(tokens, index + 1)
  const figure = {
    at: index,
    value,
    last: value,
    comparator: undefined,
    currency: undefined,
    whole: undefined,
    isRatio: false
  }
  const unit = {name: 'time', isSure: true}
  const measure = {figure, unit, period: rate?.meaning, isRate: rate !== undefined}
  return {meaning: {...measure, afterFigure: index + 1}, next: rate?.next ?? index + 1}
}
