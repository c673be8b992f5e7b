import type {Breach} from '../history.ts'
import {listNumbers} from '../numbers.ts'
import {type Cursor, renderCursor} from './cursor.ts'
import type {Telling, WatchEvent} from './news.ts'

/** A commit at which the branches stood, and what is gone with it. */
export interface Left {
  /** Commit id, hex. */
  readonly commit: string
  /** The last commits that it builds on and that the branches still contain. */
  readonly common: readonly string[]
  /** Claims that it held and that the history of today does not know. */
  readonly breaches: readonly Breach[]
}

/** The branches as they are, and when that was seen. */
export interface Sighting {
  /** Commit id of the tip, hex. */
  readonly tip: string
  /** UTC, `2026-11-20T18:10:27Z`. */
  readonly time: string
}

/**
 * Marks commits that the branches contain again as heads, and such that they do not contain any more
 * as left.
 */
export function splitHeads({heads, left, partial}: Cursor, gone: ReadonlySet<string>): Cursor {
  const back = left.filter((commit) => !gone.has(commit))
  const isBegun = partial && !gone.has(partial.commit)
  return {
    heads: [...heads, ...back, ...(partial && !isBegun ? [partial.commit] : [])],
    left: left.filter((commit) => gone.has(commit)),
    partial: isBegun ? partial : undefined
  }
}

/** Tells that branches were rewound. */
export function tellRewound(
  commits: readonly Left[],
  from: Cursor,
  {tip, time}: Sighting
): Telling {
  let cursor = from
  const events = commits.map(({commit, common, breaches}): WatchEvent => {
    const {heads, left, partial} = cursor
    // Git drops what no ref holds one day; what was told must be known without it.
    const others = heads.filter((head) => head !== commit && !common.includes(head))
    cursor = {heads: [...others, ...common], left: [...left, commit], partial}
    const numbers = [...new Set(breaches.flatMap(({number}) => number ?? []))].toSorted(
      (a, b) => a - b
    )
    return {
      action: 'rewound',
      number: numbers.length === 1 ? (numbers[0] ?? null) : null,
      numbers,
      session: null,
      commit,
      // Git does not say who moved a branch.
      author: '',
      time,
      subject: '',
      message: messageOf(numbers),
      id: `${commit}..${tip}`,
      cursor: renderCursor(cursor)
    }
  })
  return {events, cursor}
}

function messageOf(numbers: readonly number[]): string {
  const what = 'A branch was rewound, rewritten or deleted: this commit is in none any more'
  if (numbers.length === 0) return `${what}; no claim is gone with it`
  const claims = numbers.length === 1 ? 'the claim' : 'the claims'
  return `${what}, nor ${claims} of ${listNumbers(numbers)} that it held`
}
