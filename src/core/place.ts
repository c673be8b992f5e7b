/** Where a registry lives. */
export interface Place {
  /** From the root, with slashes. */
  readonly path: string
  /** Short name of the branch of live claims. */
  readonly branch: string
  readonly remote: string | null
  /** What `git show` finds the branch by; `null` where git does not track it. */
  readonly ref: string | null
}
