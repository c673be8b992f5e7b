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
  readonly proof: Proof | undefined
  /** Whether it goes back to the beginning. */
  readonly isComplete: boolean
}

/** Cells from which on times and commits are shown in full. */
const roomy = 72

/** Shows a history, oldest first, and who was first with a number. */
export function renderHistory(screen: Screen, {entries, proof, isComplete}: HistoryReport): string {
  if (entries.length === 0) {
    return proof ? `Number ${proof.number} was never claimed\n` : 'Nothing has happened to it yet\n'
  }

  const rows = entries.map((entry) => [
    entry.time,
    whatOf(entry),
    listNumbers(entry.numbers),
    entry.session ?? '',
    entry.author,
    entry.commit.slice(0, 10)
  ])
  // Without its seconds and its commit nobody could tell who was first.
  const table = renderTable(
    screen,
    [['When', 'What', '#', 'Who', 'Author', 'Commit'], ...rows],
    screen.width < roomy ? [] : [0, 5]
  )
  const lines = [
    ...(isComplete ? [] : ['This clone is shallow: what came before is not told', '']),
    table,
    ...(proof ? ['', ...proofLines(screen, proof)] : [])
  ]
  return `${lines.join('\n')}\n`
}

/** What a verification came to. */
export interface VerificationReport {
  readonly entries: readonly HistoryEntry[]
  readonly breaches: readonly Breach[]
  /** Registry branch, with its remote. */
  readonly branch: string
  /** Commit id of its tip, hex. */
  readonly tip: string
}

/** Says whether a history holds what is promised, and which commits break it. */
export function renderVerification(
  screen: Screen,
  {entries, breaches, branch, tip}: VerificationReport
): string {
  const landed = entries.filter(({action}) => action !== 'lost')
  const commits = new Set(landed.map(({commit}) => commit)).size
  if (breaches.length === 0) {
    return `${screen.style('green', 'Verified:')} ${makeInert(branch)} up to ${tip.slice(0, 10)}: in ${commits} ${commits === 1 ? 'commit' : 'commits'} no claim was taken over, rewritten, rolled back or edited by hand\n`
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
  {number, first, current, holder, lost}: Proof
): readonly string[] {
  if (!first) return [`Number ${number} was never claimed`]
  const {session, commit, time} = first
  const short = commit.slice(0, 10)
  const state = current
    ? `${current.session ?? ''} holds it since ${current.commit.slice(0, 10)}`
    : holder === null
      ? 'Nobody holds it now'
      : `${holder} has it now, but no claim accounts for that: ${screen.program} history ${number} --verify`
  return [
    screen.style('bold', makeInert(`Number ${number} was first claimed by ${session ?? ''}`)),
    `  ${short} (${time}) is the first commit of the branch in which its block is registered,`,
    `  and in its parent it is not: git show ${short}`,
    makeInert(`  ${state}`),
    ...lost.map((entry) =>
      makeInert(`  ${entry.session ?? ''} came too late, in ${entry.commit.slice(0, 10)}`)
    )
  ]
}
