import {checkRegistry} from '../check.ts'
import type {Problem} from '../problem.ts'
import type {Asker, Decision, Setting} from './action.ts'
import {orchestratorBlock} from './find.ts'
import {recordStep} from './record-step.ts'
import {notReady, requireTurn} from './turn.ts'

/**
 * The orchestrator confirms that there are no conflicts.
 *
 * @throws {RegmdError} `NOT_ORCHESTRATOR`; `NOT_READY` while something is missing, or while `check`
 *   finds errors.
 */
export function confirm(setting: Setting, {session, now}: Asker): Decision {
  const {claim} = orchestratorBlock(setting, session)
  const progress = requireTurn(setting, 'confirm')
  const conflicts = conflictsIn(setting)
  if (conflicts.length > 0) {
    const missing = conflicts.map(({message, code}) => `${message} (${code})`)
    throw notReady('confirm', {progress, missing, command: 'regmd check'})
  }

  return {claim, ...recordStep(setting, 'confirmed', now)}
}

/** What the writing itself puts right is no conflict. */
function conflictsIn(setting: Setting): readonly Problem[] {
  return checkRegistry(setting).filter(
    ({severity, code}) => severity === 'error' && code !== 'DERIVED_STALE'
  )
}
