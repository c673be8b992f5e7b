import {isMeasurable} from '../goal.ts'
import {type Rule, blockRule, placeOf} from './rule.ts'

/** A goal says how much, how fast, or by when. */
export const goalNotMeasurable: Rule = blockRule('GOAL_NOT_MEASURABLE', (block) => {
  const {goal, number} = block.claim
  if (goal === undefined || isMeasurable(goal)) return []
  const message =
    'The goal names nothing to measure it by: a number with a unit, a rate, a percentage, a bound or a deadline'
  return [{span: placeOf(block, 'GOAL'), message, number}]
})
