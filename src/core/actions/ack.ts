import type {Claim} from '../claim.ts'
import {digestOf} from '../digest.ts'
import {setField} from '../field-edit.ts'
import {readStamp, writeStamp} from '../stamp.ts'
import type {Asker, Decision, Setting} from './action.ts'
import {changeBlock} from './change.ts'
import {belongsTo, registeredBlock} from './find.ts'
import {notHolder} from './refusal.ts'
import {requireTurn} from './turn.ts'

/** A session's word that it has seen what was broadcast. */
export interface AckRequest extends Asker {
  /** Number, if named; else the one that the session holds. */
  readonly number: number | undefined
}

/**
 * A session acknowledges the digest that was broadcast.
 *
 * @throws {RegmdError} `NOT_REGISTERED`, `NOT_HOLDER`, `NUMBER_OUT_OF_RANGE`, `NOT_READY`,
 *   `REGISTRY_INVALID`.
 */
export function ack(setting: Setting, request: AckRequest): Decision {
  const {registry} = setting
  const block = registeredBlock(registry, request)
  if (!belongsTo(block.claim, request.session)) throw notHolder(block.claim, request.session)
  requireTurn(setting, 'ack')
  // What was broadcast is what is there: else it would not be its turn.
  const digest = digestOf(registry)
  if (readStamp(block.claim.acknowledged ?? '')?.digest === digest) return {claim: block.claim}

  const acknowledged = writeStamp({time: request.now, digest})
  const claim: Claim = {...block.claim, acknowledged}
  const target = {registry, block}
  return {claim, change: changeBlock(target, claim, setField(target, 'ACKNOWLEDGED', acknowledged))}
}
