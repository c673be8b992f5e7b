import type {HistoryEntry} from '../history.ts'
import {isSameSession} from '../session.ts'
import {type BlockStates, isRegistered} from './block-change.ts'

/** Who was first with a number, and who has it. */
export interface Proof {
  readonly number: number
  /** The first registration that ever landed; `null` where there is none. */
  readonly first: HistoryEntry | null
  /** The registration that counts now. */
  readonly current: HistoryEntry | null
  /** Session that has it now, as the document says; without a registration that counts, wrongly. */
  readonly holder: string | null
  /** Claims of the number that came too late. */
  readonly lost: readonly HistoryEntry[]
}

/** A history, and the blocks that it led to. */
export interface Evidence {
  /** What concerns the number, oldest first. */
  readonly entries: readonly HistoryEntry[]
  readonly holders: BlockStates
}

/** Reads from a history who was first with a number. */
export function proofOf(number: number, {entries, holders}: Evidence): Proof {
  const state = holders.get(number)
  const holder = isRegistered(state) ? (state?.block.claim.session ?? null) : null
  const claims = entries.filter(({action}) => action === 'claim')
  const current = claims.findLast(
    ({session}) => session !== null && holder !== null && isSameSession(session, holder)
  )
  return {
    number,
    first: claims[0] ?? null,
    current: current ?? null,
    holder,
    lost: entries.filter(({action}) => action === 'lost')
  }
}
