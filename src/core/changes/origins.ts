import type {BlockState} from './block-change.ts'
import type {JudgedChange} from './step.ts'
import type {ToldStep} from './told-step.ts'

/** Which commits brought which state of a block. */
export interface Origins {
  /** Ids of the commits that brought the state that a change leads to, but for its own. */
  readonly othersOf: (one: JudgedChange) => readonly string[]
  /** Those of them that brought it by themselves. */
  readonly sourcesOf: (one: JudgedChange) => readonly string[]
  /** Whether one of them stands before the change's own commit. */
  readonly isKnown: (one: JudgedChange) => boolean
  /**
   * Whether commits led from the state before a change to the one after it, so that the change only
   * follows them: the former was given up by one, and the latter brought by a later one.
   *
   * @param isBounded - only commits that stand before the change's own count.
   */
  readonly isFollowing: (one: JudgedChange, isBounded: boolean) => boolean
  /** Whether any commit brought a state. */
  readonly has: (number: number, state: BlockState) => boolean
}

/** Collects the origins of all states in a history. */
export function originsOf(steps: readonly ToldStep[]): Origins {
  const places = new Map(steps.map(({commit}, place) => [commit, place]))
  const brought = new Map<string, string[]>()
  const left = new Map<string, string[]>()
  /** Where states came up by themselves: not by a merge, nor by a commit that may have taken them over. */
  const sources = new Map<string, number[]>()
  for (const [place, {changes, isMerge, isOnBase}] of steps.entries()) {
    for (const one of changes) {
      const [before, after] = keysOf(one)
      add(left, before, one.commit)
      add(brought, after, one.commit)
      if (!isMerge && !isOnBase) add(sources, after, place)
    }
  }

  const othersOf = (one: JudgedChange) =>
    (brought.get(keysOf(one)[1]) ?? []).filter((commit) => commit !== one.commit)
  const own = new Set(
    steps.filter(({isMerge, isOnBase}) => !isMerge && !isOnBase).map(({commit}) => commit)
  )
  const placeOf = (commit: string) => places.get(commit) ?? -1
  return {
    othersOf,
    sourcesOf: (one) => othersOf(one).filter((commit) => own.has(commit)),
    has: (number, state) => brought.has(keyOf(number, state)),
    isKnown: (one) => othersOf(one).some((commit) => placeOf(commit) < placeOf(one.commit)),
    isFollowing(one, isBounded) {
      const [before, after] = keysOf(one)
      const end = isBounded ? placeOf(one.commit) : steps.length
      const last = (key: string) => sources.get(key)?.findLast((place) => place < end) ?? -1
      const isLeft = left.get(before)?.some((commit) => commit !== one.commit) ?? false
      return isLeft && last(after) > last(before)
    }
  }
}

function keysOf({change: {number, before, after}}: JudgedChange): readonly [string, string] {
  return [keyOf(number, before), keyOf(number, after)]
}

/** Key of a state of a number's block. */
export function keyOf(number: number, state: BlockState | undefined): string {
  return `${number} ${state?.source ?? ''}`
}

function add<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key)
  if (list) list.push(item)
  else lists.set(key, [item])
}
