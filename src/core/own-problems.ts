import {checkRegistry} from './check.ts'
import type {Problem} from './problem.ts'
import type {Block} from './registry.ts'
import type {Subject} from './rules/rule.ts'
import type {Span} from './span.ts'

/**
 * The problems of a document in which one block takes part.
 *
 * What a pending block says is a proposal: an error between it and this one is left to whoever
 * claims it.
 *
 * @param number - of the block.
 */
export function ownProblems(subject: Subject, number: number): readonly Problem[] {
  const {blocks} = subject.registry
  const own = blocks.filter(({claim}) => claim.number === number)
  const proposals = blocks.filter(
    ({claim}) => claim.number !== number && claim.status === 'PENDING'
  )
  return checkRegistry(subject).filter((problem) => {
    const places = [problem.span, ...(problem.related ?? []).map(({span}) => span)]
    if (!places.some((place) => isIn(own, place))) return false
    return problem.severity === 'warning' || !places.some((place) => isIn(proposals, place))
  })
}

function isIn(blocks: readonly Block[], {start, end}: Span): boolean {
  return blocks.some(({lines}) => start >= lines.start && end <= lines.end)
}
