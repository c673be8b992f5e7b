import type {Deed} from '../deed.ts'
import type {Policy} from '../policy.ts'
import {isSameSession} from '../session.ts'
import {type BlockChange, type BlockStates, changesBetween} from './block-change.ts'
import {type Objection, type Transition, objectionTo, transitionOf} from './transition.ts'

/** What one commit does to the registry. */
export interface Step {
  /** Commit id, hex. */
  readonly commit: string
  /** What its message says; empty for a commit that regmd did not make. */
  readonly deeds: readonly Deed[]
  readonly before: BlockStates
  readonly after: BlockStates
}

/** One block's change in a step, judged. */
export interface JudgedChange {
  readonly step: Step
  readonly change: BlockChange
  readonly transition: Transition
  readonly objection: Objection | undefined
  /** What the commit says that it does here, if it is what it does and whose right it is. */
  readonly deed: Deed | undefined
}

/** Judges all that a commit does to blocks. */
export function judgeStep(step: Step, policy: Policy): readonly JudgedChange[] {
  const {before, after, deeds} = step
  return changesBetween(before, after).map((change) => {
    const own = deeds.filter(({number}) => number === change.number)
    const deed = own.find((candidate) => isRightful(candidate, change, {step, policy}))
    // Squashed commits may hold both ends of a hand-over.
    const isHandOver = deed?.action === 'claim' && own.some(({action}) => action === 'release')
    const objection = isHandOver ? undefined : objectionTo(change, {before, after, policy})
    return {
      step,
      change,
      transition: transitionOf(change),
      objection,
      deed: objection ? undefined : deed
    }
  })
}

interface Setting {
  readonly step: Step
  readonly policy: Policy
}

/** Whether a change is what a deed says, done by whoever may. */
function isRightful(deed: Deed, change: BlockChange, {step, policy}: Setting): boolean {
  const transition = transitionOf(change)
  const isAlone = step.deeds.length === 1
  if (isAlone && transition !== deed.action) return false
  const [was, is] = [change.before, change.after].map((state) => state?.block.claim.session)
  const orchestrator = step.before.get(policy.orchestrator)?.block.claim.session
  const entitled = deed.action === 'release' ? [was, orchestrator] : [is]
  return entitled.some((session) => session !== undefined && isSameSession(session, deed.session))
}
