import {isGluedAt} from './read.ts'
import type {Token} from './token.ts'

const ends: ReadonlySet<string> = new Set(',;:.!?()[]•→|"“”')

/** Returns for each token the index of the first token of its clause. */
export function clauseStarts(tokens: readonly Token[]): readonly number[] {
  const starts: number[] = []
  let start = 0
  for (const index of tokens.keys()) {
    starts.push(start)
    if (isClauseEnd(tokens, index)) start = index + 1
  }

  return starts
}

/** Tells whether a clause ends at a token: a mark, a dash between white space, the end of the text. */
export function isClauseEnd(tokens: readonly Token[], index: number): boolean {
  const token = tokens[index]
  if (!token || token.raw === '\n') return true
  if (token.kind !== 'mark') return false
  // `1 - 17` is a range, `8:00` a time.
  const [before, after] = [tokens[index - 1]?.kind, tokens[index + 1]?.kind]
  if (before === 'number' && after === 'number') return false
  if (token.text === '-') return !token.isGlued && !isGluedAt(tokens, index + 1)
  return ends.has(token.text)
}
