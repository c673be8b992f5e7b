import type {Claim} from '../core/claim.ts'
import type {Consensus} from '../core/consensus.ts'
import {type Progress, nextGate} from '../core/protocol/progress.ts'
import {listNumbers} from '../core/numbers.ts'
import type {Place} from '../core/place.ts'
import type {RecordLine} from '../core/registry.ts'
import {makeInert} from './inert.ts'
import {type Screen, commandOn, fit, pad} from './screen.ts'
import {renderTable} from './table.ts'

/** What `status` shows. */
export interface StatusReport {
  readonly place: Place
  readonly claims: readonly Claim[]
  readonly progress: Progress
  /** What the steps of the protocol left. */
  readonly records: readonly RecordLine[]
  /** Numbers that anyone, or this session, may claim. */
  readonly available: readonly number[]
  /** Numbers whose blocks a human has approved as they are. */
  readonly approved: readonly number[]
}

/** Symbols of the document. */
export const symbols = {PENDING: '⏳', REGISTERED: '✅', UNKNOWN: '❓'} as const

/** Shows the table of sessions, what consensus lacks, and what is approved. */
export function renderStatus(screen: Screen, report: StatusReport): string {
  const {place, claims, progress, available, approved} = report
  const {consensus} = progress
  const where = place.remote === null ? place.branch : `${place.remote}/${place.branch}`
  const {registered, total} = consensus
  const rows = claims.map((claim) => [
    symbols[claim.status],
    String(claim.number),
    claim.session ?? 'open',
    claim.role ?? '',
    claim.goal ?? ''
  ])

  return [
    `${screen.style('bold', makeInert(place.path))} on ${makeInert(where)}: ${registered}/${total} sessions registered`,
    '',
    renderTable(screen, [['', '#', 'Session', 'Role', 'Goal'], ...rows]),
    '',
    screen.style('bold', consensus.reached ? 'Consensus: reached' : 'Consensus: not yet'),
    ...consensus.criteria.map((criterion) => criterionLine(screen, criterion)),
    ...consensus.open.map((task) => fit(`  ☐ ${makeInert(task)}`, screen.width)),
    '',
    ...stageLines(screen, report),
    `Available: ${available.length === 0 ? 'none' : listNumbers(available)}`,
    `Approved:  ${approved.length === 0 ? 'none' : listNumbers(approved)}`,
    ''
  ].join('\n')
}

/** Says how far the protocol has come, and what goes on from here. */
function stageLines(screen: Screen, {progress, records}: StatusReport): readonly string[] {
  const gate = nextGate(progress)
  const activated = records.findLast(({kind}) => kind === 'activated')
  if (!gate) return [`Stage:     activated, since ${activated?.time}`]
  const missing = `${progress.stage}; ${some(gate.missing)}`
  return [
    fit(`Stage:     ${missing}`, screen.width),
    `Next:      ${commandOn(screen, gate.command.replace(/^regmd /u, ''))}`
  ]
}

/** The first of several phrases, and how many more there are. */
function some([first = '', ...others]: readonly string[]): string {
  return others.length > 0 ? `${first} and ${others.length} more` : first
}

/** Shows one block. */
export function renderBlock(screen: Screen, place: Place, claim: Claim): string {
  const fields: readonly (readonly [string, string | undefined])[] = [
    ['Session', claim.session ?? 'open to anyone'],
    ['Role', claim.role],
    ['Goal', claim.goal],
    ...claim.responsibilities.map((item, index) => [index === 0 ? 'Does' : '', item] as const),
    ['Since', claim.timestamp],
    ['Ready', claim.ready],
    ['Has read', claim.acknowledged],
    ['Reason', claim.reason],
    ['From', `${place.remote === null ? '' : `${place.remote}/`}${place.branch}:${place.path}`]
  ]
  const title = claim.title === undefined ? '' : `: ${claim.title}`

  return [
    `${symbols[claim.status]} ${screen.style('bold', `Session #${claim.number}${makeInert(title)}`)}`,
    ...fields.flatMap(([name, value]) =>
      value === undefined ? [] : [`   ${screen.style('dim', pad(name, 9))}${makeInert(value)}`]
    ),
    ''
  ].join('\n')
}

function criterionLine(
  screen: Screen,
  {met, text, missing}: Consensus['criteria'][number]
): string {
  if (met) return `  ${screen.style('green', '☑')} ${text}`
  return fit(`  ☐ ${text} (${some(missing)})`, screen.width)
}
