/** State of a block; `UNKNOWN` where the document says something else. */
export type Status = 'PENDING' | 'REGISTERED' | 'UNKNOWN'

/** What one block says, as data; an absent or placeholder value is `undefined`. */
export interface Claim {
  /** Of the heading; positive. */
  readonly number: number
  readonly title: string | undefined
  readonly role: string | undefined
  readonly goal: string | undefined
  /** `name` or `name (runtime-id)`; `undefined` means open to anyone. */
  readonly session: string | undefined
  readonly responsibilities: readonly string[]
  readonly status: Status
  /** UTC, `2026-11-20T18:10:27Z`. */
  readonly timestamp: string | undefined
  readonly ready: string | undefined
  /** UTC time and digest of the broadcast that the session has seen. */
  readonly acknowledged: string | undefined
  /** Why the number was released, as its last holder or the orchestrator put it. */
  readonly reason: string | undefined
}

/** Whether a value stands for “to be filled in”: nothing, or all of it in brackets. */
export function isPlaceholder(value: string): boolean {
  return value === '' || /^\[[^\]]*\]$/u.test(value)
}

/** What a block says that is not there yet, but for its number. */
export const blankClaim: Omit<Claim, 'number'> = {
  title: undefined,
  role: undefined,
  goal: undefined,
  session: undefined,
  responsibilities: [],
  status: 'PENDING',
  timestamp: undefined,
  ready: undefined,
  acknowledged: undefined,
  reason: undefined
}

/** All that a claim can say. */
export const claimKeys: readonly (keyof Claim)[] = [
  'number',
  'title',
  'role',
  'goal',
  'session',
  'responsibilities',
  'status',
  'timestamp',
  'ready',
  'acknowledged',
  'reason'
]
