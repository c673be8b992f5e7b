import type {Answer} from '../answer.ts'
import type {Snapshot} from '../snapshot.ts'
import type {Write} from '../write.ts'
import type {Made, Request, Waiting} from './request.ts'

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

/** Decides requests, each on the state that the one before leaves. */
export type Fold = (
  snapshot: Snapshot,
  requests: readonly Request[]
) => Promise<readonly (Write | undefined)[]>
