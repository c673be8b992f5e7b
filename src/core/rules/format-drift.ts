import {isPlaceholder} from '../claim.ts'
import type {Demands} from '../demands.ts'
import type {Finding} from '../problem.ts'
import type {Format, FormatLine, NumberRange} from '../registry.ts'
import {readStatus} from '../status.ts'
import {fieldNamed} from './field-named.ts'
import type {Rule} from './rule.ts'

/** The format section asks for what the schema demands. */
export const formatDrift: Rule = {
  code: 'FORMAT_DRIFT',
  check({registry: {format, range}, schema: {demands}}) {
    if (!format) return []
    return [
      ...findUnasked(format, demands),
      ...format.lines.flatMap((line) => {
        if (line.key === 'NUMBER') return findRange(line, range, demands)
        return line.key === 'STATUS' ? findStatuses(line, demands) : []
      })
    ]
  }
}

function findUnasked({head, lines}: Format, {required}: Demands): readonly Finding[] {
  return required
    .flatMap((property) => fieldNamed(property) ?? [])
    .filter((key) => !lines.some((line) => line.key === key))
    .map((key) => ({
      span: head,
      message: `The schema requires ${key}, but the format does not ask for it`
    }))
}

function findRange(
  {start, end}: FormatLine,
  range: NumberRange | undefined,
  {firstNumber, lastNumber}: Demands
): readonly Finding[] {
  const span = {start, end}
  if (!range) return [{span, message: 'This states no range such as `[1-12, unique]`'}]
  if (range.first >= firstNumber && range.last <= lastNumber) return []
  const allowed = `from ${firstNumber}${lastNumber === Number.POSITIVE_INFINITY ? '' : ` to ${lastNumber}`}`
  return [{span, message: `The schema allows numbers ${allowed} only`}]
}

function findStatuses({start, end, value}: FormatLine, {statuses}: Demands): readonly Finding[] {
  if (isPlaceholder(value) || statuses === undefined) return []
  return value
    .split('|')
    .map((word) => word.trim())
    .filter((word) => word !== '' && !statuses.includes(readStatus(word).status))
    .map((word) => ({
      span: {start, end},
      message: `The format offers \`${word}\` as a status, the schema does not`
    }))
}
