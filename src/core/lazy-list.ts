/** A list that is made when it is asked for, once. */
export interface LazyList {
  /** Looks for the first item only. */
  readonly isEmpty: () => boolean
  readonly all: () => readonly string[]
}

/** Makes a list of what a function finds, anew at each call. */
export function lazily(find: () => Iterable<string>): LazyList {
  let list: readonly string[] | undefined
  let isEmpty: boolean | undefined
  return {
    isEmpty: () => (isEmpty ??= list ? list.length === 0 : isNothing(find())),
    all: () => (list ??= [...find()])
  }
}

function isNothing(items: Iterable<string>): boolean {
  for (const _item of items) return false
  return true
}
