import {RegmdError} from '../core/error.ts'

/** What GitHub tells of an event, not trusted to have any form. */
export interface Payload {
  /** Text at keys, one below the other; `undefined` where there is none. */
  readonly text: (...keys: readonly string[]) => string | undefined
  /** Whether a key at the top is true. */
  readonly isTrue: (key: string) => boolean
  /**
   * Commit id at keys, hex.
   *
   * @throws {RegmdError} `USAGE` if there is none.
   */
  readonly commit: (...keys: readonly string[]) => string
}

/** Makes the JSON of an event readable. */
export function payloadOf(event: unknown): Payload {
  const at = (keys: readonly string[]) => keys.reduce(valueOf, event)
  const text = (...keys: readonly string[]) => {
    const value = at(keys)
    return typeof value === 'string' && value !== '' ? value : undefined
  }

  return {
    text,
    isTrue: (key) => at([key]) === true,
    commit: (...keys) => commitOf(text(...keys), `the event's \`${keys.join('.')}\``)
  }
}

/**
 * Makes sure that a value is a commit id.
 *
 * @param name - of the value, for the refusal.
 * @throws {RegmdError} `USAGE` if it is not.
 */
export function commitOf(value: string | undefined, name: string): string {
  if (value !== undefined && /^(?:[\da-f]{40}|[\da-f]{64})$/u.test(value)) return value
  throw new RegmdError('USAGE', `Cannot tell what to check: ${name} is not the id of a commit`, {
    hint: 'leave the event to GitHub: the action reads GITHUB_EVENT_PATH, GITHUB_REF and GITHUB_SHA'
  })
}

function valueOf(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return Object.entries(value).find(([name]) => name === key)?.[1]
}
