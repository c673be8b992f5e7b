import type {Proof} from '../core/changes/proof.ts'
import type {Breach, HistoryEntry} from '../core/history.ts'
import {listNumbers} from '../core/numbers.ts'
import {makeInert} from './inert.ts'
import type {Screen} from './screen.ts'
import {renderTable} from './table.ts'

/** What `history` shows. */
export interface HistoryReport {
  /** Oldest first. */
  readonly entries: readonly HistoryEntry[]
  /** Where one number was asked for. */
  readonly proof: (Proof & {readonly number: number}) | undefined
}

/** Shows a history, oldest first, and who was first with a number. */
export function renderHistory(screen: Screen, {entries, proof}: HistoryReport): string {
  if (entries.length === 0) return 'Nothing has happened to it yet\n'
  const rows = entries.map((entry) => [
    entry.time,
    whatOf(entry),
    listNumbers(entry.numbers),
    entry.session ?? '',
    entry.author,
    entry.commit.slice(0, 10)
  ])
  const table = renderTable(screen, [['When', 'What', '#', 'Who', 'Author', 'Commit'], ...rows])
  return `${[table, ...(proof ? ['', ...proofLines(screen, proof)] : [])].join('\n')}\n`
}

/** Says whether a history holds what is promised, and which commits break it. */
export function renderVerification(
  screen: Screen,
  {
    entries,
    breaches
  }: {readonly entries: readonly HistoryEntry[]; readonly breaches: readonly Breach[]}
): string {
  const commits = new Set(entries.map(({commit}) => commit)).size
  if (breaches.length === 0) {
    return `${screen.style('green', 'Verified:')} in ${commits} commits no claim was taken over, rewritten, rolled back or edited by hand\n`
  }

  const lines = breaches.map(
    ({kind, commit, message}) =>
      `${screen.style('red', kind)} in ${commit.slice(0, 10)}: ${makeInert(message)}`
  )
  return `${[...lines, '', `Next: git show ${breaches[0]?.commit.slice(0, 10)}`].join('\n')}\n`
}

function whatOf({action, subject, message}: HistoryEntry): string {
  if (action === 'edit') return `edit: ${subject}`
  return message === null ? action : `${action}${action === 'breach' ? ':' : ''} ${message}`
}

function proofLines(
  screen: Screen,
  {number, first, current, lost}: NonNullable<HistoryReport['proof']>
): readonly string[] {
  if (!first) return [`Number ${number} was never claimed`]
  const {session, commit, time} = first
  const short = commit.slice(0, 10)
  const holder = current
    ? `${current.session ?? ''} holds it since ${current.commit.slice(0, 10)}`
    : 'Nobody holds it now'
  return [
    screen.style('bold', makeInert(`Number ${number} was first claimed by ${session ?? ''}`)),
    `  ${short} (${time}) is the first commit of the branch in which its block is registered,`,
    `  and in its parent it is not: git show ${short}`,
    makeInert(`  ${holder}`),
    ...lost.map((entry) =>
      makeInert(`  ${entry.session ?? ''} came too late, in ${entry.commit.slice(0, 10)}`)
    )
  ]
}
