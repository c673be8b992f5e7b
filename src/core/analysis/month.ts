import {textAt} from './read.ts'
import type {Token} from './token.ts'
import {months} from './vocabulary/time.ts'

/** Tells whether a token is a month; `may` and `march` are only with a capital. */
export function isMonthAt(tokens: readonly Token[], index: number): boolean {
  const text = textAt(tokens, index)
  if (text === 'may' || text === 'march') return tokens[index]?.raw !== text
  return months.has(text)
}
