import type {Deed, DeedAction} from '../deed.ts'
import type {Policy} from '../policy.ts'
import type {RecordLine} from '../registry.ts'
import {renumbered} from '../rules/number-changed.ts'
import {isSameSession} from '../session.ts'
import {type BlockChange, type BlockStates, changesBetween, isRegistered} from './block-change.ts'
import {
  type Objection,
  type Transition,
  isReassignment,
  objectionTo,
  transitionOf
} from './transition.ts'

/** Records of the protocol in two states of the document. */
export interface RecordPair {
  readonly before: readonly RecordLine[]
  readonly after: readonly RecordLine[]
}

/** What one commit does to the registry. */
export interface Step {
  /** Commit id, hex. */
  readonly commit: string
  /** What its message says; empty for a commit that regmd did not make. */
  readonly deeds: readonly Deed[]
  readonly isMerge: boolean
  /** Of the first parent. */
  readonly before: BlockStates
  readonly after: BlockStates
  /** What steps of the protocol left, before and after. */
  readonly records: RecordPair
}

/** One block's change in a step, judged. */
export interface JudgedChange {
  /** Commit id, hex. */
  readonly commit: string
  /** Whether the commit says to be of regmd. */
  readonly hasDeeds: boolean
  readonly change: BlockChange
  readonly transition: Transition
  readonly objection: Objection | undefined
  /** What the commit says that it does here, if that is what it does, by whom it may be done. */
  readonly deed: Deed | undefined
}

/** Judges all that a commit does to blocks; a block that a session was moved to is told with the move. */
export function judgeStep(step: Step, policy: Policy): readonly JudgedChange[] {
  const {before, after} = step
  const changes = changesBetween(before, after)
  const moved = new Set(
    changes.flatMap((change) => renumbered(change, {before, after})?.block.claim.number ?? [])
  )
  return changes
    .filter(({number}) => !moved.has(number))
    .map((change) => judge(change, {step, policy}))
}

interface Setting {
  readonly step: Step
  readonly policy: Policy
}

function judge(change: BlockChange, {step, policy}: Setting): JudgedChange {
  const {before, after, deeds, commit} = step
  const own = deeds.filter(
    (deed) => deed.number === change.number && isRightful(deed, change, {step, policy})
  )
  // What a holder has registered stays, unless the orchestrator mediates.
  const isMediated = own.some(({action}) => action === 'reassign') && isReassignment(change)
  const objection = isMediated ? undefined : objectionTo(change, {before, after, policy})
  return {
    commit,
    hasDeeds: deeds.length > 0,
    change,
    transition: transitionOf(change),
    objection,
    deed: objection ? undefined : own.at(-1)
  }
}

/** Whether a change is what a deed says, done by whoever may. */
function isRightful(deed: Deed, change: BlockChange, setting: Setting): boolean {
  const {step, policy} = setting
  const isAlone = step.deeds.length === 1
  if (isAlone && transitionOf(change) !== deed.action) return false
  const holders = () => holdersOf(change.number, setting)
  const orchestrators = () => holdersOf(policy.orchestrator, setting)
  const entitled: Partial<Record<DeedAction, () => readonly (string | undefined)[]>> = {
    release: () => [...holders(), ...orchestrators()],
    reassign: orchestrators
  }
  const sessions = entitled[deed.action]?.() ?? [change.after?.block.claim.session]
  return isAmong(deed.session, sessions)
}

/** Whether a session is one of several. */
function isAmong(session: string | null, sessions: readonly (string | undefined)[]): boolean {
  return sessions.some(
    (other) => session !== null && other !== undefined && isSameSession(session, other)
  )
}

/** Whether a commit is one of the orchestrator's, as it was then. */
export function isOrchestrators({deed, step, policy}: Setting & {readonly deed: Deed}): boolean {
  return isAmong(deed.session, holdersOf(policy.orchestrator, {step, policy}))
}

/** Who has a number before a step, or claims it in the same one, if that is several squashed into one. */
function holdersOf(number: number, {step}: Setting): readonly (string | undefined)[] {
  const before = step.before.get(number)
  if (isRegistered(before)) return [before?.block.claim.session]
  return step.deeds
    .filter((deed) => deed.number === number && deed.action === 'claim')
    .map(({session}) => session ?? undefined)
}
