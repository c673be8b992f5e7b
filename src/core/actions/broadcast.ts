import type {Asker, Decision, Setting} from './action.ts'
import {orchestratorBlock} from './find.ts'
import {recordStep} from './record-step.ts'
import {requireTurn} from './turn.ts'

/**
 * The orchestrator publishes what was confirmed: the document gets its digest.
 *
 * @throws {RegmdError} `NOT_ORCHESTRATOR`, `NOT_READY`.
 */
export function broadcast(setting: Setting, {session, now}: Asker): Decision {
  const {claim} = orchestratorBlock(setting, session)
  requireTurn(setting, 'broadcast')
  return {claim, ...recordStep(setting, 'broadcast', now)}
}
