import type {HistoryEntry} from '../history.ts'

/** Who was first with a number, and who has it. */
export interface Proof {
  /** The first registration that ever landed; `null` where there is none. */
  readonly first: HistoryEntry | null
  /** The registration that counts now. */
  readonly current: HistoryEntry | null
  /** Claims of the number that came too late. */
  readonly lost: readonly HistoryEntry[]
}

/**
 * Reads from a history who was first with a number.
 *
 * @param entries - what concerns it, oldest first.
 */
export function proofOf(entries: readonly HistoryEntry[]): Proof {
  const claims = entries.filter(({action}) => action === 'claim')
  const last = entries.findLast(({action}) => action === 'claim' || action === 'release')
  return {
    first: claims[0] ?? null,
    current: last?.action === 'claim' ? last : null,
    lost: entries.filter(({action}) => action === 'lost')
  }
}
