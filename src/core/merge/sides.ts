/** Something of each of the three documents of a merge. */
export interface Sides<T> {
  /** Where both come from. */
  readonly ancestor: T
  readonly ours: T
  readonly theirs: T
}

/** Does the same to each side. */
export function mapSides<T, U>({ancestor, ours, theirs}: Sides<T>, map: (one: T) => U): Sides<U> {
  return {ancestor: map(ancestor), ours: map(ours), theirs: map(theirs)}
}

/** The side that counts where at most one differs from the ancestor; `undefined` where both do, apart. */
export function changedSide({
  ancestor,
  ours,
  theirs
}: Sides<string | undefined>): 'ours' | 'theirs' | undefined {
  if (ours === theirs || theirs === ancestor) return 'ours'
  return ours === ancestor ? 'theirs' : undefined
}
