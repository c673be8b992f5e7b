import {RegmdError} from '../error.ts'
import {type Progress, missingFor, progressOf} from '../protocol/progress.ts'
import {type ActionName, protocol} from '../protocol/table.ts'
import type {Setting} from './action.ts'

/** What is missing is named up to this many phrases. */
const longest = 3

/**
 * Checks that it is an action's turn.
 *
 * @returns how far the registry has come.
 * @throws {RegmdError} `NOT_READY` with what is missing, and the next command.
 */
export function requireTurn(
  {registry, approval}: Pick<Setting, 'registry' | 'approval'>,
  action: ActionName
): Progress {
  const progress = progressOf(registry, approval)
  const gate = missingFor(progress, protocol[action].from)
  if (!gate) return progress
  throw notReady(action, {progress, missing: gate.missing, command: gate.command})
}

/** Why a step cannot be taken yet. */
export interface Delay {
  readonly progress: Progress
  /** One phrase each. */
  readonly missing: readonly string[]
  /** Command that goes on from here. */
  readonly command: string
}

/** Refusal of a step before its turn. */
export function notReady(action: ActionName, {progress, missing, command}: Delay): RegmdError {
  const shown = missing.slice(0, longest).join(', ')
  const more = missing.length > longest ? ` and ${missing.length - longest} more` : ''
  const message = `Cannot ${action} yet: ${shown}${more}; nothing was written`
  return new RegmdError('NOT_READY', message, {
    hint: command,
    details: {stage: progress.stage, missing}
  })
}
