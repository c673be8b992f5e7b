import type {HistoryAction, HistoryEntry} from '../history.ts'
import type {ToldStep} from './told-step.ts'

/** An entry about a commit, to be filled in. */
export function entryOf(
  {commit, author, time, subject}: ToldStep,
  action: HistoryAction
): HistoryEntry {
  return {
    action,
    number: null,
    numbers: [],
    session: null,
    commit,
    author,
    time,
    subject,
    message: null
  }
}
