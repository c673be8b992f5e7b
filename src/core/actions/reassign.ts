import type {Claim} from '../claim.ts'
import {setField, setResponsibilities} from '../field-edit.ts'
import type {Block} from '../registry.ts'
import type {Asker, Decision, Setting} from './action.ts'
import {changeBlock} from './change.ts'
import {startList} from './claim-change.ts'
import {blockOf, checkRange, orchestratorBlock} from './find.ts'
import {notRegistered, refuseFindings} from './refusal.ts'
import {readableText} from './text.ts'

/** The orchestrator's decision about what a block says; what is absent stays. */
export interface ReassignRequest extends Asker {
  readonly number: number
  readonly role: string | undefined
  readonly goal: string | undefined
  readonly responsibilities: readonly string[] | undefined
  readonly reason: string
}

/**
 * The orchestrator mediates: a block gets another role, goal or responsibilities, and says why. Its
 * holder stays; to the new words it agrees by its acknowledgement.
 *
 * @throws {RegmdError} `NOT_ORCHESTRATOR`, `NOT_REGISTERED` without a block, `NUMBER_OUT_OF_RANGE`,
 *   `CLAIM_INVALID`, `REGISTRY_INVALID`.
 */
export function reassign(setting: Setting, request: ReassignRequest): Decision {
  const {registry, schema} = setting
  const {number, session} = request
  const wish = readable(request)
  orchestratorBlock(setting, session)
  checkRange(registry, number)
  const block = blockOf(registry, number)
  if (!block) throw notRegistered(number, session)
  const claim: Claim = {...block.claim, ...wish}
  if (
    JSON.stringify({...claim, reason: undefined}) ===
    JSON.stringify({...block.claim, reason: undefined})
  ) {
    return {claim: block.claim}
  }

  refuseFindings(claim, schema.check(claim))
  const target = {registry, block}
  const change =
    block.fields.length === 0
      ? startList(target, claim, 'PENDING')
      : changeBlock(target, claim, editsOf(setting, block, claim))
  return {claim, change}
}

function readable(request: ReassignRequest): Partial<Claim> {
  const {role, goal, responsibilities, reason} = request
  return {
    ...(role === undefined ? {} : {role: readableText('role', role)}),
    ...(goal === undefined ? {} : {goal: readableText('goal', goal)}),
    ...(responsibilities && {
      responsibilities: responsibilities.map((item) => readableText('responsibility', item))
    }),
    reason: readableText('reason', reason)
  }
}

function editsOf({registry}: Setting, block: Block, claim: Claim) {
  const target = {registry, block}
  const before = block.claim
  const isSameList =
    JSON.stringify(claim.responsibilities) === JSON.stringify(before.responsibilities)
  return [
    ...(claim.role === before.role ? [] : setField(target, 'ROLE', claim.role ?? '')),
    ...(claim.goal === before.goal ? [] : setField(target, 'GOAL', claim.goal ?? '')),
    ...(isSameList ? [] : setResponsibilities(target, claim.responsibilities)),
    ...setField(target, 'REASON', claim.reason ?? '')
  ]
}
