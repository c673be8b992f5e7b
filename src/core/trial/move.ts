/** One move of the branch: a commit that became its tip. */
export interface Move {
  /** Commit id, hex. */
  readonly commit: string
  /** The operation whose author it has; `undefined` for anybody else's. */
  readonly operation: string | undefined
  /** Numbers whose holder it changes, ascending. */
  readonly changes: readonly HolderChange[]
  /** Numbers that have two holders after it, and sessions that have two numbers. */
  readonly twins: readonly string[]
  /** Whether it changes anything but the block of its number and what is derived. */
  readonly isStray: boolean
  /** Commit ids that a rewind takes from the branch. */
  readonly removed?: readonly string[]
}

/** What a move did to one number. */
export interface HolderChange {
  readonly number: number
  /** Session; `undefined` while nobody holds it. */
  readonly before: string | undefined
  readonly after: string | undefined
}

/** Holders by number. */
export type Holders = ReadonlyMap<number, string>

/** Compares two states, number by number. */
export function changesBetween(before: Holders, after: Holders): readonly HolderChange[] {
  const numbers = new Set([...before.keys(), ...after.keys()])
  return [...numbers]
    .toSorted((a, b) => a - b)
    .map((number) => ({number, before: before.get(number), after: after.get(number)}))
    .filter((change) => change.before !== change.after)
}
