import type {Answer, Port, Snapshot, Write} from '../port.ts'

/** A request that was made. */
export interface Made {
  /** `<milliseconds>-<uuid>`: when it was made, by the clock of its clone, and its own name. */
  readonly id: string
  /** Commit id, hex. */
  readonly oid: string
}

/** A request in the queue, as its ref shows it. */
export interface Waiting extends Made {
  /** Whether its commit is a mark that it was withdrawn. */
  readonly isWithdrawn: boolean
}

/** A request that was read. */
export interface Request extends Made {
  /** Who asks, as git writes it: `Name <address> 1700000000 +0000`. */
  readonly author: string
  /** What is asked; `undefined` for what was withdrawn, or is no request. */
  readonly text: string | undefined
}

/** What one request comes to. */
export interface Folded {
  readonly request: Request
  /** Absent where it is refused, or has nothing to write. */
  readonly write?: Write | undefined
}

/** Where the commit is that carries out a request. */
export interface Found {
  /** Commit ids, hex. */
  readonly commit: string
  readonly parent: string
}

/**
 * Requests that wait beside a branch, each on a ref of its own, which nobody else writes: so putting
 * one there never fails for others' sake. Whoever folds them makes one commit for each that is
 * granted, and moves the branch and removes the refs in one push, all of it or nothing.
 */
export interface Queue {
  /** Makes the commit that carries a request; nothing sees it yet. */
  readonly create: (text: string) => Promise<Made>
  /** Puts a request where others see it; once more does no harm. */
  readonly put: (request: Made) => Promise<Answer>
  /**
   * Marks a request as withdrawn. The mark has the request as its parent: while that is there, a
   * push that would fold it cannot pass, garbage collected or not.
   */
  readonly withdraw: (request: Made) => Promise<Answer>
  /** Reads requests that were fetched with a snapshot. */
  readonly read: (waiting: readonly Waiting[]) => Promise<readonly Request[]>
  /** Commits what is granted on a snapshot's tip, moves the branch, and removes the refs of all. */
  readonly fold: (snapshot: Snapshot, folded: readonly Folded[]) => Promise<Answer>
  /** Finds the commit of a request on a snapshot's branch, after the commit `since`. */
  readonly find: (
    snapshot: Snapshot,
    request: {readonly id: string; readonly since: string}
  ) => Promise<Found | undefined>
}

/** A port with a queue. */
export type QueuedPort = Pick<Port, 'read'> & {readonly queue: Queue}

/** Decides requests, each on the state that the one before leaves. */
export type Fold = (
  snapshot: Snapshot,
  requests: readonly Request[]
) => Promise<readonly (Write | undefined)[]>

/** Name that a request's commit carries, so that its owner knows it: `Registry-Attempt`. */
export function attemptOf(id: string): string {
  return id.slice(id.indexOf('-') + 1)
}

/** When a request was made, in milliseconds since the epoch, by the clock of its clone. */
export function madeAtMs(id: string): number {
  return Number.parseInt(id, 10)
}
