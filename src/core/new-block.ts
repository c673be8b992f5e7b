import type {Claim} from './claim.ts'
import type {Edit} from './edit.ts'
import {fieldLines} from './field-lines.ts'
import {hasGapAfter, lineEnd} from './lines.ts'
import type {Block, Registry} from './registry.ts'
import {renderTitle} from './render.ts'
import {type Style, styleOf} from './style.ts'

/**
 * Makes the edit that adds a block for a number that has none, in order of the numbers, written as
 * its neighbour is.
 *
 * @param status - value of the new block's status field.
 * @throws {RangeError} if the registry has no block to follow.
 */
export function addBlock(registry: Registry, claim: Claim, status: string): Edit {
  const {text, blocks} = registry
  const before = blocks.findLast((block) => block.claim.number < claim.number)
  const neighbour = before ?? blocks[0]
  if (!neighbour) throw new RangeError('Expected a block to follow')
  const style = styleOf(registry, neighbour)
  const lines = [
    headingLike(text, neighbour, claim),
    ...(hasGapAfter(text, neighbour.heading.end) ? [''] : []),
    ...fieldLines(style, claim, status)
  ]
  const at = before ? before.lines.end : neighbour.lines.start
  const [lead, tail] = surroundings(registry, {neighbour, style, at})
  const replacement = lead + lines.join(style.ending) + tail
  return {start: at, end: at, replacement}
}

function headingLike(text: string, {heading, title}: Block, claim: Claim): string {
  const before = text.slice(heading.start, title.start)
  const after = text.slice(title.end, heading.end)
  const numbered = before.replace(/\d+/u, String(claim.number))
  const isTitled = title.start < title.end
  if (claim.title === undefined) return numbered.replace(/(\d+)[\s:–—-]*$/u, '$1') + after
  return numbered + (isTitled ? '' : ': ') + renderTitle(claim.title) + after
}

interface Spot {
  readonly neighbour: Block
  readonly style: Style
  /** Offset at which the new block goes. */
  readonly at: number
}

/** What stands before and after the new block, so that it is set apart as its neighbour is. */
function surroundings({text}: Registry, {neighbour, style, at}: Spot): readonly [string, string] {
  const {ending} = style
  const end = neighbour.fields.at(-1)?.lines.end ?? neighbour.heading.end
  const tail = text.slice(end, neighbour.lines.end)
  if (tail === '' && at === text.length) {
    const isOpenEnd = lineEnd(text, Math.max(0, at - 1)) === at
    return isOpenEnd ? [ending + ending, ''] : [ending, ending]
  }

  const isSeparator = tail !== '' && /^[\s*_-]*$/u.test(tail)
  return ['', ending + (isSeparator ? tail : ending)]
}
