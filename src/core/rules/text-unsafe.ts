import {type UnsafeCharacters, findUnsafe} from '../characters.ts'
import type {Finding} from '../problem.ts'
import type {Block, Registry} from '../registry.ts'
import type {Span} from '../span.ts'
import type {Rule} from './rule.ts'

/** A document says to a program what it says to a reader: nothing hidden, no comments in fields. */
export const textUnsafe: Rule = {
  code: 'TEXT_UNSAFE',
  check({registry, about}) {
    const {text, blocks} = registry
    const found = about ? about.flatMap(({lines}) => findUnsafeIn(text, lines)) : findUnsafe(text)
    return [...nameCharacters(registry, found), ...(about ?? blocks).flatMap(findComments)]
  }
}

/** Of some lines: no such character goes with one of another line. */
function findUnsafeIn(text: string, {start, end}: Span): readonly UnsafeCharacters[] {
  return findUnsafe(text.slice(start, end)).map((found) => ({
    ...found,
    start: start + found.start,
    end: start + found.end
  }))
}

function nameCharacters(
  {text, blocks}: Registry,
  found: readonly UnsafeCharacters[]
): readonly Finding[] {
  let next = 0
  return found.map(({start, end, codePoints}) => {
    while ((blocks[next]?.lines.end ?? text.length) <= start && next < blocks.length) next++
    const block = blocks[next]
    const isInside = block !== undefined && start >= block.lines.start
    const message = `Characters that nobody sees: ${codePoints.join(' ')}`
    return {span: {start, end}, message, ...(isInside ? {number: block.claim.number} : {})}
  })
}

function findComments({fields, claim: {number}}: Block): readonly Finding[] {
  const message = 'A comment in a field, which a reader of the page does not see'
  return fields.flatMap(({comments}) => comments.map((span) => ({span, message, number})))
}
