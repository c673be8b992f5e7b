/** One thing that happened to a registry. */
export interface HistoryEntry {
  /** `claim`, `ready`, `release`, or `edit` for a commit that regmd did not make. */
  readonly action: string
  readonly number: number | null
  readonly session: string | null
  /** Commit id, hex. */
  readonly commit: string
  readonly author: string
  /** UTC, `2026-11-20T18:10:27Z`; by the committer's clock, so no proof of order. */
  readonly time: string
  readonly subject: string
}
