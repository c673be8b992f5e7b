import {frontMatterEnd} from '../front-matter-span.ts'
import {defaultPolicy} from '../policy.ts'
import type {Finding} from '../problem.ts'
import type {NumberRange} from '../registry.ts'
import type {Rule, Subject} from './rule.ts'

/** Numbers are in the range that the format section states; the orchestrator's too. */
export const numberOutOfRange: Rule = {
  code: 'NUMBER_OUT_OF_RANGE',
  check(subject) {
    const {blocks, range} = subject.registry
    if (!range) return []
    const outside = blocks.filter(({claim: {number}}) => !isWithin(range, number))
    return [
      ...findOrchestrator(subject, range),
      ...outside.map(({claim: {number}, heading}) => ({
        span: heading,
        message: `Number ${number} is out of range: ${statedBy(range)}`,
        number
      }))
    ]
  }
}

/** Who is named as the orchestrator must be able to come; the usual one need not be named. */
function findOrchestrator({registry, policy}: Subject, range: NumberRange): readonly Finding[] {
  const {orchestrator} = policy
  const end = frontMatterEnd(registry.text)
  const isUsual = orchestrator === defaultPolicy.orchestrator || end === 0
  if (isUsual || isWithin(range, orchestrator)) return []
  const message = `The orchestrator's number ${orchestrator} is out of range: ${statedBy(range)}`
  return [{span: {start: 0, end}, message}]
}

function isWithin({first, last}: NumberRange, number: number): boolean {
  return number >= first && number <= last
}

function statedBy({first, last}: NumberRange): string {
  return `the format says ${first} to ${last}`
}
