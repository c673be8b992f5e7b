/**
 * What is known after a commit was sent.
 *
 * - `accepted`: it is on the branch.
 * - `rejected`: this attempt did not and will not move the branch.
 * - `refused`: a hook of this clone did not let it out, and would not the next time.
 * - `unsent`: it never left.
 * - `unknown`: no answer; it may be on the branch, now or later.
 */
export interface Answer {
  readonly kind: 'accepted' | 'rejected' | 'refused' | 'unsent' | 'unknown'
  /** What git and the remote said, for a person. */
  readonly words: readonly string[]
}
