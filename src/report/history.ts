import type {HistoryEntry} from '../core/history.ts'
import type {Screen} from './screen.ts'
import {renderTable} from './table.ts'

/** Shows a history, oldest first. */
export function renderHistory(screen: Screen, entries: readonly HistoryEntry[]): string {
  if (entries.length === 0) return 'Nothing has happened to it yet\n'
  const rows = entries.map((entry) => [
    entry.time,
    entry.action === 'edit' ? `edit: ${entry.subject}` : entry.action,
    entry.number === null ? '' : String(entry.number),
    entry.session ?? '',
    entry.author,
    entry.commit.slice(0, 10)
  ])
  return `${renderTable(screen, [['When', 'What', '#', 'Who', 'Author', 'Commit'], ...rows])}\n`
}
