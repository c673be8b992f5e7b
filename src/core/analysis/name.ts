import {isAscii} from '../characters.ts'
import {singular} from './noun.ts'
import {isGluedAt, isWordAt, textAt, wordSet} from './read.ts'
import type {Token} from './token.ts'
import {currencies} from './vocabulary/currency.ts'
import {metrics} from './vocabulary/metric.ts'
import {periodUnits, weekdays} from './vocabulary/time.ts'

/**
 * How sure it is that a number names one thing rather than counts many: `certain` in `phase 2` and
 * `GPT-4`, `likely` in `HTTP 404`, `possible` in `Python 3` and `top 10`.
 */
export type Naming = 'certain' | 'likely' | 'possible'

/** What is numbered rather than counted where the number comes after. */
const numbered = wordSet(
  'act agent appendix article batch board chapter clause edition episode file floor gate generation goal grade group issue item iteration layer level line milestone model module no nr number objective option page part phase pr priority problem question rank release revision room round rule season section sector session sev sprint stage step table task team ticket tier track type v version volume wave zone'
)

/** Those of them that are verbs too: `Issue 10 refunds`. */
const verbs = wordSet(
  'batch board file grade group issue item model number page rank release round stage ticket track'
)
/** Words with a capital after which a number is an amount all the same. */
const valued = [metrics, currencies, weekdays]
const distributives = wordSet('/ a each every last next per this')

/**
 * Tells how sure it is that the number at a token is a name.
 *
 * @param clause - index of the first token of its clause.
 */
export function namingAt(
  tokens: readonly Token[],
  index: number,
  clause: number
): Naming | undefined {
  const text = textAt(tokens, index - 1)
  if (text === '#' || text === '№' || isSuffixed(tokens, index)) return 'certain'
  const noun = text === '.' ? index - 2 : index - 1
  if (isNumbered(tokens, noun)) {
    return noun === clause && verbs.has(textAt(tokens, noun)) ? 'possible' : 'certain'
  }
  return properNaming(tokens, index, clause)
}

/** Tells whether a number is joined to a word before: `GPT-4`; not `sub-200`. */
function isSuffixed(tokens: readonly Token[], index: number): boolean {
  const isHyphen = /^[-\u2010\u2011]$/u.test(tokens[index - 1]?.raw ?? '')
  const isJoined = isGluedAt(tokens, index) && isGluedAt(tokens, index - 1)
  return isHyphen && isJoined && isWordAt(tokens, index - 2) && textAt(tokens, index - 2) !== 'sub'
}

function isNumbered(tokens: readonly Token[], index: number): boolean {
  const text = textAt(tokens, index)
  // `week 3`, but `each week 3 calls`.
  if (periodUnits.has(text) && singular(text) === text && text.length > 2) {
    return !distributives.has(textAt(tokens, index - 1))
  }

  return numbered.has(singular(text))
}

function properNaming(tokens: readonly Token[], index: number, clause: number): Naming | undefined {
  const {raw = '', text = ''} = tokens[index - 1] ?? {}
  if (text === 'top') return 'possible'
  if (valued.some((words) => words.has(text))) return undefined
  const {all, first} = isAscii(raw) ? asciiCapital : capital
  if (all.test(raw)) return 'likely'
  return index - 1 > clause && first.test(raw) ? 'possible' : undefined
}

const capital = {all: /^\p{Lu}{2,}$/u, first: /^\p{Lu}/u} as const
const asciiCapital = {all: /^[A-Z]{2,}$/u, first: /^[A-Z]/u} as const
