import type {HistoryEntry} from '../core/history.ts'
import {readHistory as readEntries} from '../git/history.ts'
import type {Git} from '../git/run.ts'
import type {Reading} from './read.ts'

/** Of commits that regmd makes; a person can write any trailer. */
const actions: ReadonlySet<string> = new Set(['claim', 'ready', 'release'])

/**
 * Lists what happened to a registry, oldest first, as the commits' trailers tell it.
 *
 * @param number - only what concerns it; `undefined` for all, edits by hand included.
 */
export async function readHistory(
  git: Git,
  {snapshot, document}: Reading,
  number: number | undefined
): Promise<readonly HistoryEntry[]> {
  const entries = await readEntries(git, snapshot.tip, document.path)
  return entries
    .map((entry) => ({
      action: actions.has(entry.action) ? entry.action : 'edit',
      number: /^[1-9]\d{0,8}$/u.test(entry.number) ? Number(entry.number) : null,
      session: entry.session === '' ? null : decode(entry.session),
      commit: entry.commit,
      author: entry.author,
      time: entry.time,
      subject: entry.subject
    }))
    .filter((entry) => number === undefined || entry.number === number)
}

/** Undoes the percent-encoding of a trailer; text that is not encoded stays. */
function decode(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch (error) {
    if (error instanceof URIError) return value
    throw error
  }
}
