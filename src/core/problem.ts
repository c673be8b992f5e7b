import type {Span} from './span.ts'

/** How much a problem counts. */
export type Severity = 'error' | 'warning'

/**
 * Permanent name of a kind of problem, and how much it counts where the front matter says nothing.
 * The second part is about changes: a document alone cannot have them.
 */
export const severities = {
  FIELD_MISSING: 'error',
  FIELD_INVALID: 'error',
  FIELD_DUPLICATE: 'error',
  NUMBER_DUPLICATE: 'error',
  NUMBER_OUT_OF_RANGE: 'error',
  NUMBER_MISMATCH: 'error',
  SESSION_DUPLICATE: 'error',
  STATUS_UNKNOWN: 'error',
  TIMESTAMP_INVALID: 'error',
  ROLE_DUPLICATE: 'error',
  ROLE_OVERLAP: 'error',
  BATCH_GAP: 'warning',
  GOAL_NOT_MEASURABLE: 'error',
  GOAL_BATCH_MISMATCH: 'warning',
  GOAL_CONFLICT: 'warning',
  DERIVED_STALE: 'error',
  FORMAT_DRIFT: 'error',
  TEXT_UNSAFE: 'error',

  CLAIM_TAKEN_OVER: 'error',
  CLAIM_REWRITTEN: 'error',
  STATUS_ROLLED_BACK: 'error',
  NUMBER_CHANGED: 'error',
  BLOCK_REMOVED: 'error',
  FOREIGN_BLOCK: 'error',
  RECORD_FORGED: 'error',
  POLICY_CHANGED: 'error'
} as const satisfies Readonly<Record<string, Severity>>

/** Permanent name of a kind of problem. */
export type ProblemCode = keyof typeof severities

/** A place in the document, and what it has to do with a problem. */
export interface Remark {
  readonly span: Span
  /** Sentence case, no final full stop; may quote text of the document, so it is not trusted. */
  readonly message: string
}

/** What a rule finds in a document. */
export interface Finding extends Remark {
  /** Number of the session whose block it is about, if it is about one. */
  readonly number?: number
  /** Other places of the same document that belong to it. */
  readonly related?: readonly Remark[]
}

/** A finding, with its name and how much it counts here. */
export interface Problem extends Finding {
  readonly code: ProblemCode
  readonly severity: Severity
}
