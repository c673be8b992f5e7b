import type {Queue, Waiting} from './queue/queue.ts'

/** The branch of live claims and the base branch, read at one moment. */
export interface Snapshot {
  /** Commit on which the next one is built. */
  readonly tip: string
  /** Value of the written branch; `undefined` if it does not exist yet. */
  readonly written: string | undefined
  /** Tip of the base branch; `undefined` if it does not exist. */
  readonly base: string | undefined
  /** Requests beside the branch, the oldest first; absent where there is no queue. */
  readonly waiting?: readonly Waiting[]
}

/** Revisions that leave out what both branches have. */
export function without({tip, base}: Pick<Snapshot, 'tip' | 'base'>): readonly string[] {
  return [tip, ...(base === undefined ? [] : [base])].map((end) => `^${end}`)
}

/** One file's new bytes and the message of the commit that brings them. */
export interface Write {
  readonly path: string
  /** `100644` or `100755`. */
  readonly mode: string
  readonly bytes: Uint8Array
  readonly message: string
  /** Commit that is merged: the second parent, hex. */
  readonly merged?: string | undefined
  /** Commit whose other files the new one has; without it those of the first parent. */
  readonly others?: string | undefined
}

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

/** How commits land on a branch: by moving a local ref, or by a push. */
export interface Port {
  /**
   * Reads the branches as they are now.
   *
   * @throws {RegmdError} `REMOTE_UNAVAILABLE`, or `REGISTRY_NOT_FOUND` if there is no branch.
   */
  readonly read: () => Promise<Snapshot>
  /** Makes a commit on a snapshot's tip; nothing sees it yet. */
  readonly commit: (snapshot: Snapshot, write: Write) => Promise<string>
  /** Tries to move the branch from a snapshot's value to a commit. */
  readonly send: (snapshot: Snapshot, commit: string) => Promise<Answer>
  /** Whether a snapshot's branch has a commit in its history. */
  readonly holds: (snapshot: Snapshot, commit: string) => Promise<boolean>
  /** Definite rejections of one commit, the branch unmoved, that mean a refusal by policy. */
  readonly patience: number
  /** Where who has lost can wait for others to carry out what is asked; absent if nowhere. */
  readonly queue?: Queue | undefined
}
