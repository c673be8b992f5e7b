import {isIdiom} from './idiom.ts'
import type {Measure} from './measure.ts'
import {isMonthAt} from './month.ts'
import {namingAt} from './name.ts'
import type {Naming} from './name.ts'
import {isPlural} from './noun.ts'
import {textAt, wordSet} from './read.ts'
import type {Token} from './token.ts'
import {metrics} from './vocabulary/metric.ts'
import {timeUnits} from './vocabulary/time.ts'

/** Words before a number that make it a mark to reach, even without a unit. */
const targets = wordSet('= at by of to')
const unitsOfTime: ReadonlySet<string> = new Set(timeUnits.values())

/**
 * Tells whether a number counts something, rather than naming it or dating it.
 *
 * @param clause - index of the first token of its clause.
 */
export function isCount(tokens: readonly Token[], measure: Measure, clause: number): boolean {
  const {figure, unit} = measure
  if (unit?.name === '%' || figure.currency !== undefined) return true
  if (isDate(tokens, measure) || isIdiom(tokens, measure)) return false
  const naming = namingAt(tokens, figure.at, clause)
  if (naming === 'certain') return false
  // `ISO 27001:2022` is no ratio.
  if (naming === 'likely' && figure.isRatio) return false
  return isBound(measure) || isNounCount(tokens, measure, naming)
}

/** Tells whether a share, a comparison, a unit of time or a rate leaves no doubt. */
function isBound({figure, unit, isRate}: Measure): boolean {
  if (figure.isRatio || figure.comparator !== undefined) return true
  if (unit && unitsOfTime.has(unit.name)) return true
  // A range alone is a scale or a share: `0-100`.
  return isRate && (unit !== undefined || figure.last === figure.value)
}

function isNounCount(
  tokens: readonly Token[],
  measure: Measure,
  naming: Naming | undefined
): boolean {
  const {figure, unit, afterFigure} = measure
  if (isYear(textAt(tokens, figure.at))) return false
  if (naming === 'possible') return unit !== undefined && isPlural(textAt(tokens, afterFigure))
  return naming === undefined && (unit !== undefined || isTarget(tokens, measure))
}

function isTarget(tokens: readonly Token[], {figure}: Measure): boolean {
  const before = textAt(tokens, figure.at - 1)
  if (figure.last > figure.value) return false
  return targets.has(before) || metrics.has(before) || figure.value < 1
}

function isDate(tokens: readonly Token[], {figure, afterFigure}: Measure): boolean {
  const isJoined = textAt(tokens, afterFigure) === 'de'
  return isMonthAt(tokens, figure.at - 1) || isMonthAt(tokens, afterFigure + (isJoined ? 1 : 0))
}

function isYear(text: string): boolean {
  return /^20[1-3]\d$/u.test(text)
}
