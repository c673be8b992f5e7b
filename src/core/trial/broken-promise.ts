/**
 * A promise, by what it says.
 *
 * - `exclusive`: a number has one holder, and a session one number, in every state.
 * - `kept`: what exit 0 says is in the branch when it is said.
 * - `never`: what failed for certain is not in the branch, and never comes.
 * - `settled`: what is not known is said, and the same command again settles it.
 * - `repeatable`: a command that says that nothing had to be done has done nothing.
 * - `local`: a commit changes its own block and what is derived, nothing else.
 * - `ordered`: what ended before another began comes before it in the branch.
 * - `founded`: a refusal gives a reason that was true meanwhile.
 */
export type PromiseName =
  | 'exclusive'
  | 'kept'
  | 'never'
  | 'settled'
  | 'repeatable'
  | 'local'
  | 'ordered'
  | 'founded'

/** A promise that was broken, and where. */
export interface BrokenPromise {
  readonly promise: PromiseName
  readonly message: string
  /** Ids of operations. */
  readonly operations: readonly string[]
  /** Commit id, hex. */
  readonly commit?: string | undefined
}
