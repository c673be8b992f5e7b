import type {Claim} from './claim.ts'

/** Renders a claim as the registration message of the protocol, in its form of several lines. */
export function renderMessage(claim: Claim): string {
  return [
    'REGISTRATION COMPLETE',
    `NUMBER: ${claim.number}`,
    `ROLE: ${claim.role ?? ''}`,
    `GOAL: ${claim.goal ?? ''}`,
    `SESSION_ID: ${claim.session ?? ''}`,
    `STATUS: ${claim.status}`,
    ...(claim.ready === undefined ? [] : [`READY: ${claim.ready}`])
  ].join('\n')
}
