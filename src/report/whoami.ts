import type {Claim} from '../core/claim.ts'
import type {Place} from '../core/place.ts'
import {makeInert} from './inert.ts'
import type {Screen} from './screen.ts'
import {renderBlock} from './status.ts'

/** What `whoami` shows. */
export interface WhoamiReport {
  readonly session: string
  readonly source: keyof typeof sources
  readonly place: Place
  /** The block that the session holds, or that is reserved for it. */
  readonly claim: Claim | undefined
}

const sources = {
  flag: '--session',
  environment: 'REGMD_SESSION',
  'git config': 'git config regmd.session',
  message: 'the message'
} as const

/** Shows who this is, how that is known, and what it holds. */
export function renderWhoami(
  screen: Screen,
  {session, source, place, claim}: WhoamiReport
): string {
  const who = `${screen.style('bold', makeInert(session))} (from ${sources[source]})\n`
  if (!claim)
    return `${who}No number is held by it or reserved for it\nNext: ${screen.program} claim --next\n`
  const next =
    claim.status === 'REGISTERED' ? '' : `Next: ${screen.program} claim ${claim.number}\n`
  return who + renderBlock(screen, place, claim) + next
}
