import type {Measure} from './measure.ts'
import {isGluedAt, textAt, wordSet} from './read.ts'
import type {Token} from './token.ts'
import {numberWords} from './vocabulary/number.ts'
import {timeUnits} from './vocabulary/time.ts'

/** Words before `one` that make it a pronoun or say that there is no other. */
const pronounLeads = wordSet(
  'any are as be every from in into is no number of on some that the this to which with'
)

/** Words after `zero-` that it is no number before. */
const zeroIdioms = wordSet('based day knowledge shot sum touch trust')

/** Nouns of `one step at a time`, which says how rather than how many. */
const paces = wordSet('bit brick day moment step thing')

/** Tells whether a number word is no number: `one another`, `one-on-one`, `two-factor`. */
export function isIdiom(tokens: readonly Token[], measure: Measure): boolean {
  const {figure, afterFigure} = measure
  const text = textAt(tokens, figure.at)
  if (!numberWords.has(text)) return false
  if (textAt(tokens, afterFigure) === '-' && isGluedAt(tokens, afterFigure)) {
    const noun = textAt(tokens, afterFigure + 1)
    return text === 'zero' ? zeroIdioms.has(noun) : !timeUnits.has(noun)
  }

  if (text !== 'one' || figure.comparator !== undefined || figure.isRatio) return false
  return pronounLeads.has(textAt(tokens, figure.at - 1)) || isPronoun(tokens, measure)
}

/** Tells whether `one` is alone, or tells how: `one step at a time`. */
function isPronoun(tokens: readonly Token[], {unit, afterFigure}: Measure): boolean {
  return unit === undefined || (paces.has(unit.name) && isAtATime(tokens, afterFigure + 1))
}

function isAtATime(tokens: readonly Token[], index: number): boolean {
  return ['at', 'a', 'time'].every((text, offset) => textAt(tokens, index + offset) === text)
}
