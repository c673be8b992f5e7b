import {isRegistered} from '../changes/block-change.ts'
import type {TransitionRule} from '../changes/transition-rule.ts'
import type {Claim} from '../claim.ts'
import {listWords} from '../list-words.ts'

/** What a holder committed to. */
const committed = [
  'title',
  'role',
  'goal',
  'session',
  'responsibilities',
  'timestamp',
  'ready'
] as const

/** What a session has registered stays as it was registered. */
export const claimRewritten: TransitionRule = {
  code: 'CLAIM_REWRITTEN',
  find({number, before, after}) {
    if (!isRegistered(before) || !isRegistered(after)) return undefined
    const [was, is] = [before?.block.claim, after?.block.claim]
    if (!was || !is) return undefined
    const changed = committed.filter((key) => isChanged(key, was, is))
    return changed.length === 0
      ? undefined
      : `The ${listWords(changed)} of session ${number} changed after it was registered`
  }
}

/** Readiness may be reported later. */
function isChanged(key: (typeof committed)[number], was: Claim, is: Claim): boolean {
  if (key === 'ready' && was.ready === undefined) return false
  return JSON.stringify(was[key]) !== JSON.stringify(is[key])
}
