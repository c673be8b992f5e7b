import {applyEdits} from '../edit.ts'
import type {Edit} from '../edit.ts'
import {missingRecord} from '../consensus.ts'
import {digestOf} from '../digest.ts'
import {RegmdError} from '../error.ts'
import {parseRegistry} from '../parse.ts'
import {setRecord} from '../record-edit.ts'
import type {Registry} from '../registry.ts'
import {type Week, scheduleOf} from '../schedule/schedule.ts'
import {scheduleEdits} from '../schedule/section-edit.ts'
import {renderSchedule} from '../schedule/section.ts'
import {writtenZone} from '../schedule/written-zone.ts'
import type {Asker, Decision, Setting} from './action.ts'
import {orchestratorBlock} from './find.ts'
import {requireTurn} from './turn.ts'

/** A wish to start work on a day. */
export interface ActivateRequest extends Asker, Week {
  /** Whether the zone gives way to the one that the document's schedule has; by default not. */
  readonly isZoneLoose?: boolean
}

/**
 * The orchestrator activates what a human approved: the document gets the schedule of the first
 * week, and says when that was approved and activated. Another start or time zone makes the schedule
 * anew.
 *
 * @throws {RegmdError} `NOT_ORCHESTRATOR`; `NOT_READY` before the approval; `REGISTRY_INVALID` where
 *   the document has no place for a section.
 * @throws {RangeError} if the start is no day of the calendar.
 */
export function activate(setting: Setting, request: ActivateRequest): Decision {
  const {registry, approval} = setting
  const {claim} = orchestratorBlock(setting, request.session)
  requireTurn(setting, 'activate')
  const claims = registry.blocks.map((block) => block.claim)
  const kept = request.isZoneLoose === true ? writtenZone(registry) : undefined
  const schedule = scheduleOf(claims, {...request, timeZone: kept ?? request.timeZone})
  if (!schedule) throw new RangeError(`\`${request.start}\` is no day of the calendar`)

  const digest = digestOf(registry)
  const section = sectionEdits(registry, renderSchedule(schedule, digest))
  const record = (kind: 'approved' | 'activated', time: string) =>
    setRecord(registry, kind, {time, digest})
  const isApproved = missingRecord(registry, 'approved').length === 0
  const isActivated = missingRecord(registry, 'activated').length === 0 && section.length === 0
  const edits = [
    ...(isApproved ? [] : record('approved', approval?.time ?? request.now)),
    ...(isActivated ? [] : record('activated', request.now)),
    ...section
  ]
  return edits.length === 0 ? {claim} : {claim, change: {edits, claims}}
}

/** In a document that ends in open code, say, a section would not be read as one. */
function sectionEdits(registry: Registry, body: string): readonly Edit[] {
  const edits = scheduleEdits(registry, body)
  if (edits.length === 0) return edits
  const after = parseRegistry(applyEdits(registry.text, edits), registry)
  if (scheduleEdits(after, body).length === 0) return edits
  throw new RegmdError(
    'REGISTRY_INVALID',
    'Cannot write the schedule: what stands before its place would swallow it; nothing was written',
    {hint: 'regmd check'}
  )
}
