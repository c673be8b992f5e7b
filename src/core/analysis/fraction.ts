import type {Amount} from './amount.ts'
import {textAt, wordSet} from './read.ts'
import type {Reading} from './read.ts'
import type {Token} from './token.ts'
import {determiners} from './vocabulary/stop.ts'

const fractions: ReadonlyMap<string, number> = new Map([
  ['half', 1 / 2],
  ['third', 1 / 3],
  ['quarter', 1 / 4],
  ['fifth', 1 / 5],
  ['tenth', 1 / 10]
])
const leads = wordSet('by in')

/** Reads a share in words: `half the`, `in half`, `a third of`, `by a quarter`. */
export function readFraction(tokens: readonly Token[], index: number): Reading<Amount> | undefined {
  const isArticle = textAt(tokens, index) === 'a'
  const at = isArticle ? index + 1 : index
  const value = fractions.get(textAt(tokens, at))
  if (value === undefined) return undefined
  const isHalf = textAt(tokens, at) === 'half'
  // `the third of May`, `in quarter 2`
  if (!isHalf && !isArticle) return undefined
  const after = textAt(tokens, at + 1)
  const isPart = after === 'of' || (isHalf && determiners.has(after))
  if (!isPart && !leads.has(textAt(tokens, index - 1))) return undefined
  return {meaning: {value, scale: 1}, next: at + 1}
}
