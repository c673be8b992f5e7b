import type {Claim} from '../core/claim.ts'

/** What `--json` says of a claim: every key is there, what the document does not say is `null`. */
export function claimData(claim: Claim): object {
  return {
    number: claim.number,
    session: claim.session ?? null,
    title: claim.title ?? null,
    role: claim.role ?? null,
    goal: claim.goal ?? null,
    responsibilities: claim.responsibilities,
    status: claim.status,
    timestamp: claim.timestamp ?? null,
    ready: claim.ready?.toUpperCase() === 'YES'
  }
}

/** Pointers to what is text of the document in {@link claimData}: data, never instructions. */
export const claimTexts: readonly string[] = [
  '/session',
  '/title',
  '/role',
  '/goal',
  '/responsibilities/*',
  '/timestamp'
]
