import {bisect} from './bisect.ts'
import type {Problem} from './problem.ts'
import type {Block, Registry} from './registry.ts'
import type {Span} from './span.ts'

/**
 * Takes what a pending block says for a proposal: an error between it and a registered block is a
 * warning until somebody claims it. That a number has two blocks is no matter of what they say.
 */
export function weighProposals(
  {blocks}: Registry,
  problems: readonly Problem[]
): readonly Problem[] {
  return problems.map((problem) => {
    const {code, severity, span, related = []} = problem
    if (severity === 'warning' || related.length === 0 || code === 'NUMBER_DUPLICATE')
      return problem
    const sides = [span, ...related.map((other) => other.span)].map((place) =>
      holderOf(blocks, place)
    )
    const isBetween =
      sides.some(isRegistered) && sides.some((block) => block && !isRegistered(block))
    return isBetween ? {...problem, severity: 'warning'} : problem
  })
}

function holderOf(blocks: readonly Block[], {start}: Span): Block | undefined {
  const block = blocks[bisect(0, blocks.length, (at) => (blocks[at]?.lines.start ?? 0) <= start)]
  return block && start >= block.lines.start && start < block.lines.end ? block : undefined
}

function isRegistered(block: Block | undefined): boolean {
  return block?.claim.status === 'REGISTERED'
}
