import type {Chronicle} from '../changes/chronicle.ts'
import type {Breach, HistoryEntry} from '../history.ts'

/** What git says of a commit. */
export type Origin = Pick<HistoryEntry, 'commit' | 'author' | 'time' | 'subject'>

/**
 * Collects what a history tells of some commits, by commit; what is wrong with the document as a
 * whole is told, too, after what the commit did.
 */
export function toldOf(
  {entries, breaches}: Pick<Chronicle, 'entries' | 'breaches'>,
  origins: readonly Origin[]
): ReadonlyMap<string, readonly HistoryEntry[]> {
  const byCommit = new Map(origins.map((origin) => [origin.commit, origin]))
  const told = new Map<string, HistoryEntry[]>()
  const add = (entry: HistoryEntry) => {
    const list = told.get(entry.commit)
    if (list) list.push(entry)
    else told.set(entry.commit, [entry])
  }

  for (const entry of entries) if (byCommit.has(entry.commit)) add(entry)
  for (const breach of breaches) {
    const origin = byCommit.get(breach.commit)
    const isTold = told.get(breach.commit)?.some((entry) => isSame(entry, breach)) ?? false
    if (origin && !isTold) add(entryOf(breach, origin))
  }

  return told
}

function isSame({action, number, message}: HistoryEntry, breach: Breach): boolean {
  return action === 'breach' && number === breach.number && message === breach.message
}

function entryOf({number, message}: Breach, {commit, author, time, subject}: Origin): HistoryEntry {
  const numbers = number === null ? [] : [number]
  return {
    action: 'breach',
    number,
    numbers,
    session: null,
    commit,
    author,
    time,
    subject,
    message
  }
}
