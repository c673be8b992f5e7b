import type {HistoryAction, HistoryEntry} from '../history.ts'
import {type Cursor, type Parented, advanceTo, renderCursor} from './cursor.ts'

/**
 * Something that happened to a registry.
 *
 * - `rewound`: the branches do not contain a commit any more at which they stood; `commit` is that
 *   one, `numbers` are the claims that are gone with it, and `time` is when it was noticed.
 */
export interface WatchEvent extends Omit<HistoryEntry, 'action'> {
  readonly action: HistoryAction | 'rewound'
  /**
   * The same for the same event, whoever watches: `<commit>:<which of its events>`; for `rewound`
   * `<commit>..<tip when it was noticed>`.
   */
  readonly id: string
  /** Stands for all that was told up to this event. */
  readonly cursor: string
}

/** Commits that have not been told, and what there is to tell of them. */
export interface News {
  /** What they build on comes before them. */
  readonly commits: readonly Parented[]
  /** By commit, in the order in which a history tells them. */
  readonly told: ReadonlyMap<string, readonly HistoryEntry[]>
}

/** Events, and how much has been told after the last one. */
export interface Telling {
  readonly events: readonly WatchEvent[]
  readonly cursor: Cursor
}

/**
 * Makes events of news. A commit comes after all that it builds on, so that a few commits say what
 * has been told; as far as that allows, the order is the history's.
 */
export function tellNews(news: News, from: Cursor): Telling {
  const events: WatchEvent[] = []
  let cursor = from
  for (const step of inOrder(news, from.partial?.commit)) {
    const {commit} = step
    const entries = news.told.get(commit) ?? []
    const after = advanceTo(cursor, step)
    for (const [index, entry] of entries.entries()) {
      const count = index + 1
      if (from.partial?.commit === commit && count <= from.partial.count) continue
      const reached = count === entries.length ? after : {...cursor, partial: {commit, count}}
      events.push({...entry, id: `${commit}:${count}`, cursor: renderCursor(reached)})
    }

    cursor = after
  }

  return {events, cursor}
}

/** @param begun - commit that has been told in part, so that nothing is left before it. */
function inOrder({commits, told}: News, begun: string | undefined): readonly Parented[] {
  const places = new Map(commits.map(({commit}, place) => [commit, place]))
  const taken = new Set<number>()
  const ends = [...(begun === undefined ? [] : [begun]), ...told.keys(), ...places.keys()]
  return ends.flatMap((end) => {
    const found = untaken([end])
    return found.toSorted((a, b) => a - b).flatMap((place) => commits[place] ?? [])
  })

  /** Places of commits and of all that they build on, but for what was taken before. */
  function untaken(waiting: string[]): readonly number[] {
    const found: number[] = []
    for (let commit = waiting.pop(); commit !== undefined; commit = waiting.pop()) {
      const place = places.get(commit)
      if (place === undefined || taken.has(place)) continue
      taken.add(place)
      found.push(place)
      waiting.push(...(commits[place]?.parents ?? []))
    }

    return found
  }
}
