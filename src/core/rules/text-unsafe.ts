import {findUnsafe} from '../characters.ts'
import type {Finding} from '../problem.ts'
import type {Block, Registry} from '../registry.ts'
import type {Rule} from './rule.ts'

/** A document says to a program what it says to a reader: nothing hidden, no comments in fields. */
export const textUnsafe: Rule = {
  code: 'TEXT_UNSAFE',
  check({registry}) {
    return [...findCharacters(registry), ...registry.blocks.flatMap(findComments)]
  }
}

function findCharacters({text, blocks}: Registry): readonly Finding[] {
  let next = 0
  return findUnsafe(text).map(({start, end, codePoints}) => {
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
