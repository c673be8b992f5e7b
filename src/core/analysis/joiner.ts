import {isGluedAt, textAt, wordSet} from './read.ts'
import type {Token} from './token.ts'

const joiners = wordSet('- to through thru till until bis')
const dateMarks = wordSet('- / .')

/** Returns the index after what joins two ends of a range (`-`, `to`, `through`), if that is there. */
export function afterJoiner(tokens: readonly Token[], index: number): number | undefined {
  return joiners.has(textAt(tokens, index)) ? index + 1 : undefined
}

/**
 * Returns the index after three or more numbers written together, as dates, phone numbers and
 * versions are (`2026-11-20`, `1/2/2026`); nothing for fewer.
 */
export function afterChain(tokens: readonly Token[], index: number): number | undefined {
  let next = index + 1
  let count = 1
  while (isLink(tokens, next)) {
    next += 2
    count += 1
  }

  return tokens[index]?.kind === 'number' && count > 2 ? next : undefined
}

function isLink(tokens: readonly Token[], index: number): boolean {
  if (!dateMarks.has(textAt(tokens, index)) || tokens[index + 1]?.kind !== 'number') return false
  return isGluedAt(tokens, index) && isGluedAt(tokens, index + 1)
}
