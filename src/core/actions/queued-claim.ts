import type {Deed} from '../deed.ts'
import {validateRequest} from '../request-validator.ts'
import {isSameSession} from '../session.ts'
import type {ClaimRequest} from './claim-request.ts'

/** A claim that waits until somebody commits it: `schemas/request.schema.json`. */
export interface QueuedClaim {
  /** Of the registry, from the root. */
  readonly path: string
  /** Commit on which it was decided, hex. */
  readonly since: string
  /** Tip of the base branch then; `null` where there was none. */
  readonly base: string | null
  /** The only number that will do; `null` for the lowest free one. */
  readonly number: number | null
  readonly claim: ClaimRequest
}

const subject = 'registry: a claim waits to be committed'

/** Writes a queued claim as a commit message. */
export function renderQueuedClaim(queued: QueuedClaim): string {
  return `${subject}\n\n${JSON.stringify(queued)}\n`
}

/** Reads a commit message; `undefined` if it is not of a queued claim. Anybody can write one. */
export function parseQueuedClaim(message: string): QueuedClaim | undefined {
  const queued = readJson(message.slice(message.indexOf('\n\n')))
  return isQueuedClaim(queued) ? queued : undefined
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function isQueuedClaim(value: unknown): value is QueuedClaim {
  return validateRequest(value)
}

/** What a queued claim is held against. */
export interface Line {
  readonly path: string
  /** Tip of the base branch now. */
  readonly base: string | null
  /** Deeds of the commits since the claim was decided; `undefined` if that state is not behind. */
  readonly since: readonly (readonly Deed[])[] | undefined
}

/**
 * Whether a queued claim still counts: nothing may have come since it was decided but claims of other
 * numbers by other sessions. These take nothing back, so that whatever refuses the claim on the way
 * refuses it here as well; and a session that has been told meanwhile that it holds a number, or does
 * not, by a later command, is not contradicted by what an earlier one left behind.
 */
export function isCurrent({path, base, number, claim}: QueuedClaim, line: Line): boolean {
  if (path !== line.path || base !== line.base) return false
  return line.since?.every((deeds) => deeds.length === 1 && deeds.every(leavesRoom)) ?? false

  function leavesRoom(deed: Deed): boolean {
    return (
      deed.action === 'claim' &&
      deed.path === path &&
      deed.number !== number &&
      deed.session !== null &&
      !isSameSession(deed.session, claim.session)
    )
  }
}
