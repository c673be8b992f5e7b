import {type DerivedText, derivedTexts, fallenRecords} from '../derive.ts'
import type {Block, Registry} from '../registry.ts'
import type {Span} from '../span.ts'
import type {Rule} from './rule.ts'

/** Header, counter, next action and task list say what the blocks say. */
export const derivedStale: Rule = {
  code: 'DERIVED_STALE',
  check({registry, about}) {
    if (about && !isAmong(about, registry)) return []
    return [
      ...derivedTexts(registry)
        .filter(({actual, expected}) => actual !== expected)
        .map((derived) => ({span: placeOfText(derived), message: explain(derived)})),
      ...fallenRecords(registry).map(({content, kind}) => ({
        span: content,
        message: `The blocks have changed since this was written: they are not ${kind} any more`
      }))
    ]
  }
}

/** Whether a derived line stands in a block: it usually stands before or after them. */
function isAmong(
  blocks: readonly Block[],
  {headerStatus, currentStatus, nextAction, tasks, records}: Registry
): boolean {
  const places = [
    ...[headerStatus, currentStatus, nextAction].flatMap((line) => line?.content ?? []),
    ...tasks.map(({box}) => box),
    ...records.map(({content}) => content)
  ]
  return places.some(({start}) =>
    blocks.some(({lines}) => start >= lines.start && start <= lines.end)
  )
}

function explain({expected, criterion}: DerivedText): string {
  if (!criterion) return `This line should say \`${expected}\``
  if (criterion.met) return 'This box is not ticked, although it is so'
  const [first = '', ...others] = criterion.missing
  const more = others.length > 0 ? `, and ${others.length} more` : ''
  return `This box is ticked, but it is not so: ${first}${more}`
}

/** A box with its brackets, so that there is something to see. */
function placeOfText({start, end, criterion}: DerivedText): Span {
  return criterion ? {start: start - 1, end: end + 1} : {start, end}
}
