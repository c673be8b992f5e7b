/** An item whose key an earlier one has, and the first that had it. */
export interface Repetition<T> {
  readonly first: T
  readonly again: T
}

/**
 * Finds items that share a key with an earlier one, in order.
 *
 * @param keyOf - compared as `Map` compares keys; `undefined` is no key.
 */
export function repeated<T>(
  items: readonly T[],
  keyOf: (item: T) => unknown
): readonly Repetition<T>[] {
  const firsts = new Map<unknown, T>()
  return items.flatMap((again) => {
    const key = keyOf(again)
    if (key === undefined) return []
    const first = firsts.get(key)
    if (first !== undefined) return [{first, again}]
    firsts.set(key, again)
    return []
  })
}
