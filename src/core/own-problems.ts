import {checkRegistry} from './check.ts'
import type {Problem} from './problem.ts'
import type {Block} from './registry.ts'
import type {Subject} from './rules/rule.ts'
import type {Span} from './span.ts'

/**
 * The problems of a document in which one block takes part; those with a pending block warn only.
 *
 * @param number - of the block.
 */
export function ownProblems(subject: Subject, number: number): readonly Problem[] {
  const {blocks} = subject.registry
  const own = blocks.filter(({claim}) => claim.number === number)
  return checkRegistry({...subject, about: own}).filter(({span, related = []}) => {
    const places = [span, ...related.map((other) => other.span)]
    return places.some((place) => isIn(own, place))
  })
}

function isIn(blocks: readonly Block[], {start, end}: Span): boolean {
  return blocks.some(({lines}) => start >= lines.start && end <= lines.end)
}
