import {findBatches} from './analysis/batch.ts'
import {namesBound} from './analysis/bound.ts'
import {findDeadlines} from './analysis/deadline.ts'
import {findHours} from './analysis/hours.ts'
import {findQuantities} from './analysis/quantity.ts'
import {namesRate} from './analysis/rate.ts'

const findings = [findQuantities, findDeadlines, findHours, findBatches]

/** Tells whether a goal names something that can be measured: an amount, a rate, a deadline. */
export function isMeasurable(goal: string): boolean {
  return findings.some((find) => find(goal).length > 0) || namesRate(goal) || namesBound(goal)
}
