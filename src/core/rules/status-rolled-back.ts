import {isRegistered} from '../changes/block-change.ts'
import type {TransitionRule} from '../changes/transition-rule.ts'

/** What is registered becomes pending by a release only, which opens the block and says why. */
export const statusRolledBack: TransitionRule = {
  code: 'STATUS_ROLLED_BACK',
  find({number, before, after}) {
    if (!isRegistered(before) || !after || isRegistered(after)) return undefined
    const {session, reason} = after.block.claim
    if (session === undefined && reason !== undefined) return undefined
    return `Number ${number} was registered, and is not any more without a release`
  }
}
