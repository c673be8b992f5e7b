import {splitSession} from '../session.ts'
import type {Finding} from '../problem.ts'
import type {Block} from '../registry.ts'
import {type Rule, placeOf} from './rule.ts'

/** A session has one number, held or reserved. */
export const sessionDuplicate: Rule = {
  code: 'SESSION_DUPLICATE',
  check({registry}) {
    const first = new Map<string, Block>()
    return registry.blocks.flatMap((block) => {
      const {session} = block.claim
      return session === undefined ? [] : findEarlier(block, session, first)
    })
  }
}

/** Looks among the blocks seen so far, and adds this one to them. */
function findEarlier(block: Block, session: string, seen: Map<string, Block>): readonly Finding[] {
  const {asks, answers} = keysOf(session)
  const earlier = asks.map((key) => seen.get(key)).find((found) => found !== undefined)
  for (const key of answers) if (!seen.has(key)) seen.set(key, block)
  if (!earlier) return []
  const {number} = block.claim
  const message = `Session \`${session}\` has number ${earlier.claim.number} too`
  const related = [{span: placeOf(earlier, 'SESSION_ID'), message: 'Here'}]
  return [{span: placeOf(block, 'SESSION_ID'), message, number, related}]
}

/**
 * Keys under which the same session is found, whichever parts of its id are given: two ids with
 * both parts are the same only if both agree, and one part alone meets either part of the other.
 */
function keysOf(session: string) {
  const {name, runtime} = splitSession(session)
  if (runtime === undefined) {
    return {asks: [`alone ${name}`, `part ${name}`], answers: [`alone ${name}`]}
  }

  const both = `both ${name} ${runtime}`
  return {
    asks: [both, `alone ${name}`, `alone ${runtime}`],
    answers: [both, `part ${name}`, `part ${runtime}`]
  }
}
