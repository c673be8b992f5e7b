import type {Claim} from '../claim.ts'
import {setField} from '../field-edit.ts'
import type {Asker, Decision, Setting} from './action.ts'
import {changeBlock} from './change.ts'
import {belongsTo, registeredBlock} from './find.ts'
import {notHolder} from './refusal.ts'

/** A session's report that it accepts its role and is ready to start. */
export interface ReadyRequest extends Asker {
  /** Number, if named; else the one that the session holds. */
  readonly number: number | undefined
}

/**
 * Records readiness in the block that the session holds.
 *
 * @throws {RegmdError} `NOT_REGISTERED`, `NOT_HOLDER`, `NUMBER_OUT_OF_RANGE`, `REGISTRY_INVALID`.
 */
export function ready({registry}: Setting, request: ReadyRequest): Decision {
  const block = registeredBlock(registry, request)
  if (!belongsTo(block.claim, request.session)) throw notHolder(block.claim, request.session)
  if (block.claim.ready === 'YES') return {claim: block.claim}

  const claim: Claim = {...block.claim, ready: 'YES'}
  const target = {registry, block}
  return {claim, change: changeBlock(target, claim, setField(target, 'READY', 'YES'))}
}
