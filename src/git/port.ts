import type {Answer} from './answer.ts'
import type {Queue} from './queue/queue.ts'
import type {Snapshot} from './snapshot.ts'
import type {Write} from './write.ts'

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

/** A port with a queue. */
export type QueuedPort = Pick<Port, 'read'> & {readonly queue: Queue}
