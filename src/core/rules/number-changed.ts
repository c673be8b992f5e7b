import {type BlockChange, type BlockState, isRegistered} from '../changes/block-change.ts'
import type {Passage, TransitionRule} from '../changes/transition-rule.ts'
import {isSameSession} from '../session.ts'

/** A session keeps its number. */
export const numberChanged: TransitionRule = {
  code: 'NUMBER_CHANGED',
  find(change, passage) {
    const now = renumbered(change, passage)?.block.claim.number
    if (now === undefined) return undefined
    return `Session \`${change.before?.block.claim.session}\` had number ${change.number}, and has ${now} now`
  }
}

/** The new block of a session whose registered block is gone; `undefined` where it is no such change. */
export function renumbered(
  {before, after}: BlockChange,
  passage: Pick<Passage, 'before' | 'after'>
): BlockState | undefined {
  const was = before?.block.claim.session
  if (!isRegistered(before) || was === undefined || after) return undefined
  return [...passage.after.values()].find(({block: {claim}}) => {
    const isNew = !passage.before.has(claim.number)
    return isNew && claim.session !== undefined && isSameSession(was, claim.session)
  })
}
