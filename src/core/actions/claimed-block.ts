import {type Claim, blankClaim} from '../claim.ts'
import type {Message} from '../message.ts'
import {hasRuntime, isSameSession} from '../session.ts'
import type {ClaimRequest} from './claim-request.ts'

/** What a block says once a claim has it: the request, else the block, else the message. */
export function claimedBlock(before: Claim | undefined, number: number, wish: ClaimRequest): Claim {
  const kept = before ?? blankClaim
  const said: Partial<Message> = wish.message ?? {}
  return {
    number,
    title: wish.title ?? kept.title,
    role: wish.role ?? kept.role ?? said.role,
    goal: wish.goal ?? kept.goal ?? said.goal,
    session: reservedId(kept.session, wish.session),
    responsibilities: wish.responsibilities ?? kept.responsibilities,
    status: 'REGISTERED',
    timestamp: wish.now,
    ready: wish.ready ? 'YES' : undefined,
    acknowledged: undefined,
    reason: undefined
  }
}

/** A reservation keeps the id as it is written, unless the session says more: which runtime it is. */
function reservedId(reserved: string | undefined, session: string): string {
  if (reserved === undefined || !isSameSession(reserved, session)) return session
  return hasRuntime(session) ? session : reserved
}
