import type {Breach, HistoryEntry} from '../history.ts'
import type {Policy} from '../policy.ts'
import type {BlockState} from './block-change.ts'
import {breachOf, documentBreaches} from './breach.ts'
import {type JudgedChange, judgeStep} from './step.ts'
import {tellApproval, tellNews} from './tell.ts'
import type {ToldStep} from './told-step.ts'

/** A history, told commit by commit. */
export interface Chronicle {
  readonly entries: readonly HistoryEntry[]
  readonly breaches: readonly Breach[]
  /** Whether some commit brought the block of a number as it is in a state. */
  readonly knows: (number: number, state: BlockState) => boolean
  /** Adds a commit, judged against its first parent; those that it builds on come before it. */
  readonly add: (step: ToldStep) => void
}

/** Starts a history. */
export function startChronicle(policy: Policy): Chronicle {
  const entries: HistoryEntry[] = []
  const breaches: Breach[] = []
  const origins = trackOrigins()

  return {
    entries,
    breaches,
    knows: (number, state) => origins.of(number, state) >= 0,
    add(step) {
      const judged = judgeStep(step, policy)
      const taken = judged.filter((one) => isTaken(one, origins.of, step))
      const news = judged.filter((one) => !taken.includes(one))
      // What a registry starts with is nobody's breach.
      const found = step.before.size === 0 ? [] : news.flatMap((one) => breachOf(one) ?? [])
      breaches.push(...found, ...documentBreaches(step))
      for (const {change} of news) origins.add(change.number, change.after)
      entries.push(...tellNews(step, news, found))
      if (step.isOnBase) entries.push(...tellApproval(step, taken))
    }
  }
}

/** Which state of a block was there first; both as places in one order, -1 for a state never seen. */
interface Origins {
  readonly of: (number: number, state: BlockState | undefined) => number
  readonly add: (number: number, state: BlockState | undefined) => void
}

function trackOrigins(): Origins {
  const places = new Map<string, number>()
  const keyOf = (number: number, state: BlockState | undefined) => `${number} ${state?.source}`
  return {
    of: (number, state) => (state && places.get(keyOf(number, state))) ?? -1,
    add(number, state) {
      const key = keyOf(number, state)
      if (!places.has(key)) places.set(key, places.size)
    }
  }
}

/** A merge, or a commit of the base branch, that only takes over a later state which is known already. */
function isTaken(
  {change: {number, before, after}}: JudgedChange,
  placeOf: Origins['of'],
  {isMerge, isOnBase}: ToldStep
): boolean {
  return (
    (isMerge || isOnBase) && after !== undefined && placeOf(number, after) > placeOf(number, before)
  )
}
