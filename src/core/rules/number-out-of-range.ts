import {type Rule, blockRule} from './rule.ts'

/** Numbers are in the range that the format section states. */
export const numberOutOfRange: Rule = blockRule(
  'NUMBER_OUT_OF_RANGE',
  ({claim: {number}, heading}, {registry: {range}}) => {
    if (!range || (number >= range.first && number <= range.last)) return []
    const message = `Number ${number} is out of range: the format says ${range.first} to ${range.last}`
    return [{span: heading, message, number}]
  }
)
