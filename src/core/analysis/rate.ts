import {clauseStarts} from './clause.ts'
import {readAdverbial, readRate} from './period.ts'
import {isWordAt, textAt, wordSet} from './read.ts'
import {tokenize} from './token.ts'
import type {Token} from './token.ts'
import {adverbs} from './vocabulary/time.ts'

/** What is said of a clause so far: how often something is done, and whether it can be counted. */
interface Clause {
  isRate: boolean
  hasWords: boolean
  isConcrete: boolean
}

const articles = wordSet('a an')

/** Words that name nothing to count: `do our best`, `learn something`. */
const idle = wordSet(
  'a about all always an and any anything as at be become best better bit can do even everything for get give good great grow hard harder help how i improve in it just keep learn let little live make more much my nothing of on our ourselves progress same should smarter some something stay strive strong stronger that the their them things this to together try up us we well will with work you your'
)

/** Tells whether a text names how often something is done: `daily`, `an article every week`. */
export function namesRate(text: string): boolean {
  const clauses = clausesOf(tokenize(text))
  const isConcrete = clauses.some((clause) => clause.isConcrete)
  // `Every day, ship a release`: the clause after says what is done.
  return clauses.some(
    (clause) => clause.isRate && (clause.hasWords ? clause.isConcrete : isConcrete)
  )
}

function clausesOf(tokens: readonly Token[]): readonly Clause[] {
  const starts = clauseStarts(tokens)
  const clauses = new Map<number, Clause>()
  let index = 0
  while (index < tokens.length) {
    const start = starts[index] ?? 0
    const clause = clauses.get(start) ?? {isRate: false, hasWords: false, isConcrete: false}
    clauses.set(start, clause)
    const end = afterRate(tokens, index, start)
    if (end === undefined) addWord(clause, tokens, index)
    else clause.isRate = true
    index = end ?? index + 1
  }

  return [...clauses.values()]
}

function addWord(clause: Clause, tokens: readonly Token[], index: number): void {
  if (tokens[index]?.kind === 'mark') return
  clause.hasWords = true
  clause.isConcrete ||= !idle.has(textAt(tokens, index))
}

/** Returns the index after what says how often at a token. */
function afterRate(tokens: readonly Token[], index: number, clause: number): number | undefined {
  const adverbial = readAdverbial(tokens, index)
  if (adverbial?.meaning !== undefined) return adverbial.next
  // `twice-daily`, `bi-weekly`
  const text = textAt(tokens, index)
  if (adverbs.has(text.slice(text.lastIndexOf('-') + 1)) && text.includes('-')) return index + 1
  // `Weekly digest`, `a weekly digest`; not `improve the weekly digest`.
  const isLead = index === clause || articles.has(textAt(tokens, index - 1))
  const isBefore = isLead && adverbs.has(text) && isWordAt(tokens, index + 1)
  return isBefore ? readRate(tokens, index)?.next : undefined
}
