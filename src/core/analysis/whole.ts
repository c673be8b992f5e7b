import {isGluedAt, skip, textAt, wordSet} from './read.ts'
import type {Reading} from './read.ts'
import {readSum} from './sum.ts'
import type {Token} from './token.ts'
import {determiners} from './vocabulary/stop.ts'
import {timeUnits} from './vocabulary/time.ts'

const bounds = wordSet('/ :')

/** Reads what a number is a share of: `/100`, `of the 50`, `out of 5`, `in 8`. */
export function readWhole(tokens: readonly Token[], index: number): Reading<number> | undefined {
  const text = textAt(tokens, index)
  if (bounds.has(text)) return isGluedAt(tokens, index + 1) ? wholeAt(tokens, index + 1) : undefined
  if (text === 'of') return wholeAt(tokens, skip(tokens, index + 1, determiners))
  if (text === 'out' && textAt(tokens, index + 1) === 'of') return wholeAt(tokens, index + 2)
  return text === 'in' ? oddsAt(tokens, index + 1) : undefined
}

/** Reads the `8` of `1 in 8`; not the `5` of `3 in 5 days`, nor a year. */
function oddsAt(tokens: readonly Token[], index: number): Reading<number> | undefined {
  const whole = wholeAt(tokens, index)
  const isOdds = whole && whole.meaning <= 1000 && !timeUnits.has(textAt(tokens, whole.next))
  return isOdds ? whole : undefined
}

function wholeAt(tokens: readonly Token[], index: number): Reading<number> | undefined {
  const sum = readSum(tokens, index)
  return sum && {meaning: sum.meaning.value, next: sum.next}
}
