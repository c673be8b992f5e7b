/** Exit code of each refusal and failure; the codes are permanent. */
export const exitCodes = {
  USAGE: 2,
  NUMBER_NEEDED: 2,
  NUMBER_TAKEN: 3,
  NUMBER_RESERVED: 3,
  NUMBER_OUT_OF_RANGE: 3,
  SESSION_HAS_NUMBER: 3,
  NO_FREE_NUMBER: 3,
  NOT_HOLDER: 3,
  NOT_ORCHESTRATOR: 3,
  NOT_REGISTERED: 3,
  HUMAN_ONLY: 3,
  NOT_READY: 3,
  CONTENTION: 4,
  OUTCOME_UNKNOWN: 5,
  CLAIM_INVALID: 6,
  REGISTRY_INVALID: 6,
  REGISTRY_NOT_FOUND: 6,
  REGISTRY_AMBIGUOUS: 6,
  NOT_A_REPOSITORY: 7,
  REMOTE_UNAVAILABLE: 7,
  COMMIT_UNAVAILABLE: 7,
  IDENTITY_MISSING: 7,
  REMOTE_REFUSED: 8,
  INTERNAL: 70,
  INTERRUPTED: 130
} as const

/** Permanent name of a refusal or failure. */
export type ErrorCode = keyof typeof exitCodes

/** What a {@link RegmdError} carries beside its code and message. */
export interface RegmdErrorOptions {
  /** The exact next command to run. */
  readonly hint?: string
  /** Data for `--json`; plain values only. */
  readonly details?: Readonly<Record<string, unknown>>
  readonly cause?: unknown
}

/** Ends a run: a refusal or failure that is the user's to act on. */
export class RegmdError extends Error {
  override readonly name = 'RegmdError'
  readonly code: ErrorCode
  readonly hint: string | undefined
  readonly details: Readonly<Record<string, unknown>>

  constructor(code: ErrorCode, message: string, options: RegmdErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : {cause: options.cause})
    this.code = code
    this.hint = options.hint
    this.details = options.details ?? {}
  }
}
