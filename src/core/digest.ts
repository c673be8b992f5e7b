import {createHash} from 'node:crypto'
import type {Registry} from './registry.ts'

/**
 * Digest of what all sessions commit to: SHA-256, 64 hex digits, over the canonical JSON (RFC 8785) of
 * a list of all blocks, ascending by number, each with `goal`, `number`, `responsibilities`, `role` and
 * `session`; what a block does not say is `null`.
 *
 * Readiness, times and status are left out: an acknowledgement must not change what it acknowledges.
 */
export function digestOf({blocks}: Registry): string {
  const commitments = blocks
    .map(({claim: {goal = null, number, responsibilities, role = null, session = null}}) => ({
      goal,
      number,
      responsibilities,
      role,
      session
    }))
    .toSorted((a, b) => a.number - b.number)
  return createHash('sha256').update(JSON.stringify(commitments)).digest('hex')
}
