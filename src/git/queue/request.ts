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

/** Name that a request's commit carries, so that its owner knows it: `Registry-Attempt`. */
export function attemptOf(id: string): string {
  return id.slice(id.indexOf('-') + 1)
}

/** When a request was made, in milliseconds since the epoch, by the clock of its clone. */
export function madeAtMs(id: string): number {
  return Number.parseInt(id, 10)
}
