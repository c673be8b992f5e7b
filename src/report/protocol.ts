import type {Claim} from '../core/claim.ts'
import {listNumbers} from '../core/numbers.ts'
import {type Landed, type Told, line, warning, whereabouts} from './claim.ts'
import {type Screen, commandOn} from './screen.ts'
import {renderTable} from './table.ts'

/** A step of the protocol, as told to a person. */
export interface ToldStep extends Told {
  readonly changed: boolean
}

/** Tells that the orchestrator has confirmed. */
export function renderConfirm(screen: Screen, told: ToldStep): string {
  const state = told.changed ? 'Confirmed' : 'Confirmed already'
  return shown(screen, told, [
    `✅ ${screen.style('bold', `${state}: there are no conflicts`)}`,
    line(screen, 'Next', commandOn(screen, 'broadcast'))
  ])
}

/** Publishes the registry: who does what, and the digest to be acknowledged. */
export function renderBroadcast(
  screen: Screen,
  told: ToldStep & {readonly digest: string; readonly claims: readonly Claim[]}
): string {
  const state = told.changed ? 'Broadcast' : 'Broadcast already'
  const rows = told.claims.map(({number, session = '', role = '', goal = ''}) => [
    String(number),
    session,
    role,
    goal
  ])
  return shown(screen, told, [
    `📣 ${screen.style('bold', `${state} to ${rows.length} sessions: each of them acknowledges`)}`,
    line(screen, 'Digest', told.digest),
    '',
    renderTable(screen, [['#', 'Session', 'Role', 'Goal'], ...rows]),
    '',
    line(screen, 'Next', commandOn(screen, 'ack'))
  ])
}

/** Tells that a session has acknowledged. */
export function renderAck(screen: Screen, told: ToldStep & {readonly digest: string}): string {
  const {claim, changed, digest} = told
  const state = changed ? 'has acknowledged' : 'had acknowledged already'
  return shown(screen, told, [
    `✅ ${screen.style('bold', `Session ${claim.number} ${state}`)}`,
    line(screen, 'Digest', digest)
  ])
}

/** Tells what a block says by the orchestrator's decision. */
export function renderReassign(screen: Screen, told: ToldStep): string {
  const {claim, changed, warnings} = told
  const state = changed ? 'is reassigned' : 'says so already'
  return shown(screen, told, [
    `✅ ${screen.style('bold', `Number ${claim.number} ${state}`)}`,
    line(screen, 'Role', claim.role ?? ''),
    line(screen, 'Goal', claim.goal ?? ''),
    ...claim.responsibilities.map((item, index) => line(screen, index === 0 ? 'Does' : '', item)),
    line(screen, 'Reason', claim.reason ?? ''),
    ...warnings.map((problem) => line(screen, 'Warning', warning(problem)))
  ])
}

/** An approval, as told to a person. */
export interface ToldApproval extends Landed {
  readonly changed: boolean
  readonly digest: string
  readonly numbers: readonly number[]
  /** Whether items of the task list that are left to people are not ticked. */
  readonly isOpen: boolean
}

/** Tells that a person has approved. */
export function renderApproval(screen: Screen, told: ToldApproval): string {
  const state = told.changed ? 'Approved' : 'Approved already'
  return shown(screen, told, [
    `✅ ${screen.style('bold', `${state}: sessions ${listNumbers(told.numbers)}`)}`,
    line(screen, 'Digest', told.digest),
    line(screen, 'Next', commandOn(screen, told.isOpen ? 'status' : 'activate --start DATE'))
  ])
}

/** A synchronisation, as told to a person. */
export interface ToldSync extends Landed {
  /** Commit of the base branch that was merged, hex. */
  readonly merged: string | undefined
  /** Short name of the base branch. */
  readonly base: string
}

/** Tells what was taken in. */
export function renderSync(screen: Screen, told: ToldSync): string {
  const {commit, merged, base} = told
  const state = commit === null ? 'Up to date already' : 'Up to date'
  return shown(screen, told, [
    `✅ ${screen.style('bold', state)}`,
    ...(merged === undefined || commit === null
      ? []
      : [line(screen, 'Merged', `${merged.slice(0, 10)} of ${base}`)])
  ])
}

function shown(screen: Screen, told: Landed, lines: readonly string[]): string {
  return [...lines, ...whereabouts(screen, told), ''].join('\n')
}
