/** What git says about a human's approval of a registry. */
export interface Approval {
  /** What keeps it from being approved, one phrase each; empty where it is. */
  readonly missing: readonly string[]
  /** Commit by which the base branch took it over, hex; `null` where it is not approved. */
  readonly commit: string | null
  /** When, UTC, `2026-11-20T18:10:27Z`. */
  readonly time: string | null
}
