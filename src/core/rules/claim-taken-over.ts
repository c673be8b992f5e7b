import {isRegistered} from '../changes/block-change.ts'
import type {TransitionRule} from '../changes/transition-rule.ts'
import {isSameSession} from '../session.ts'

/** What a session holds, or what is reserved for it, goes to no other without a release. */
export const claimTakenOver: TransitionRule = {
  code: 'CLAIM_TAKEN_OVER',
  find({number, before, after}, {policy}) {
    const was = before?.block.claim.session
    if (was === undefined || !after || !isRegistered(after)) return undefined
    const isHeld = isRegistered(before)
    if (!isHeld && policy.reservations === 'open') return undefined
    const {session: is = 'nobody'} = after.block.claim
    if (isSameSession(was, is)) return undefined
    return isHeld
      ? `Number ${number} is held by \`${was}\`, and goes to \`${is}\` without a release`
      : `Number ${number} is reserved for \`${was}\`, and \`${is}\` takes it`
  }
}
