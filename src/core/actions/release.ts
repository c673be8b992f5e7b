import type {Claim} from '../claim.ts'
import {openPlaceholder, removeField, setField} from '../field-edit.ts'
import type {Block, Field} from '../registry.ts'
import type {Asker, Decision, Setting} from './action.ts'
import {changeBlock, statusText} from './change.ts'
import {belongsTo, blockOf, checkRange, heldBlock, isOrchestrator} from './find.ts'
import {notHolder, notRegistered, refuseFindings} from './refusal.ts'
import {readableText} from './text.ts'

/** A wish to give a number back. */
export interface ReleaseRequest extends Asker {
  /** Number, if named; else the one that the session holds. */
  readonly number: number | undefined
  readonly reason: string
}

/**
 * Gives a number back: its block is pending and open to anyone again, and says why. The holder may,
 * and the orchestrator may for anyone.
 *
 * @throws {RegmdError} `NOT_REGISTERED`, `NOT_HOLDER`, `NUMBER_OUT_OF_RANGE`, `CLAIM_INVALID`,
 *   `REGISTRY_INVALID`.
 */
export function release(setting: Setting, request: ReleaseRequest): Decision {
  const {registry, policy} = setting
  const {number, session} = request
  const reason = readableText('reason', request.reason)
  if (number !== undefined) checkRange(registry, number)
  const block = number === undefined ? heldBlock(registry, session) : blockOf(registry, number)
  if (!block) throw notRegistered(number, session)
  if (block.claim.status !== 'REGISTERED') return {claim: block.claim}
  const mayRelease = belongsTo(block.claim, session) || isOrchestrator(registry, policy, session)
  if (!mayRelease) throw notHolder(block.claim, session)
  return open(setting, block, reason)
}

function open({registry, schema}: Setting, block: Block, reason: string): Decision {
  const target = {registry, block}
  const claim: Claim = {
    ...block.claim,
    session: undefined,
    status: 'PENDING',
    timestamp: undefined,
    ready: undefined,
    acknowledged: undefined,
    reason
  }

  // What else the block says is not this session's doing.
  refuseFindings(
    claim,
    schema.check(claim).filter(({field}) => field === 'reason')
  )
  const kept = {
    registry,
    block: withFields(
      block,
      block.fields.filter(({key}) => !isGone(key))
    )
  }
  const edits = [
    ...setField(target, 'SESSION_ID', openPlaceholder),
    ...setField(target, 'STATUS', statusText(registry, block, 'PENDING')),
    // After a field that stays: in a document without a final newline there would be a gap.
    ...setField(kept, 'REASON', reason),
    ...gone.flatMap((key) => removeField(target, key))
  ]

  return {claim, change: changeBlock(target, claim, edits)}
}

/** Fields that only a holder has. */
const gone = ['TIMESTAMP', 'READY', 'ACKNOWLEDGED'] as const

function isGone(key: string): boolean {
  return gone.some((other) => other === key)
}

function withFields({claim, heading, title, lines, loose}: Block, fields: readonly Field[]): Block {
  return {claim, heading, title, lines, fields, loose}
}
