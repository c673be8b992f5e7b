import {contradictionOf} from '../contradiction.ts'
import {RegmdError} from '../error.ts'
import {listNumbers} from '../numbers.ts'
import type {Policy} from '../policy.ts'
import type {Block, Registry} from '../registry.ts'
import {isSameSession} from '../session.ts'
import type {Setting} from './action.ts'
import {notRegistered} from './refusal.ts'

/**
 * The registered block of a session, if it holds one.
 *
 * @param number - the one that is meant where a name alone fits several; 0 for none.
 * @throws {RegmdError} `NUMBER_NEEDED` if it fits several all the same.
 */
export function heldBlock(registry: Registry, session: string, number = 0): Block | undefined {
  const held = heldBlocks(registry, session)
  if (held.length < 2) return held[0]
  const meant = held.find(({claim}) => claim.number === number || claim.session === session)
  if (meant) return meant
  const numbers = held.map(({claim}) => claim.number)
  const message = `${session} is the name of several sessions, at ${listNumbers(numbers)}: which one?`
  throw new RegmdError('NUMBER_NEEDED', message, {hint: 'regmd status', details: {held: numbers}})
}

function heldBlocks({blocks}: Registry, session: string): readonly Block[] {
  return blocks.filter(({claim}) => claim.status === 'REGISTERED' && belongsTo(claim, session))
}

/** Tells whether a block names a session. */
export function belongsTo(claim: {readonly session: string | undefined}, session: string): boolean {
  return claim.session !== undefined && isSameSession(claim.session, session)
}

/**
 * The block of a number, if there is one.
 *
 * @throws {RegmdError} `REGISTRY_INVALID` if the document contradicts itself about the number.
 */
export function blockOf({blocks}: Registry, number: number): Block | undefined {
  const [block, other] = blocks.filter(({claim}) => claim.number === number)
  if (!block) return undefined
  const found = other ? `Number ${number} has two blocks` : contradictionOf(block)?.message
  if (found === undefined) return block
  throw new RegmdError('REGISTRY_INVALID', `${found} in the registry; nothing was written`, {
    hint: 'regmd check'
  })
}

/** A number that is named, else the one of the session. */
export interface Meant {
  readonly number: number | undefined
  readonly session: string
}

/**
 * The registered block that is named, else the one that the session holds.
 *
 * @throws {RegmdError} `NOT_REGISTERED`, `NUMBER_OUT_OF_RANGE`, `NUMBER_NEEDED`, `REGISTRY_INVALID`.
 */
export function registeredBlock(registry: Registry, {number, session}: Meant): Block {
  if (number !== undefined) checkRange(registry, number)
  const block = number === undefined ? heldBlock(registry, session) : blockOf(registry, number)
  if (block?.claim.status === 'REGISTERED') return block
  throw notRegistered(number, session)
}

/** Tells whether a session is the registered orchestrator. */
export function isOrchestrator(registry: Registry, policy: Policy, session: string): boolean {
  return heldBlocks(registry, session).some(({claim}) => claim.number === policy.orchestrator)
}

/**
 * The block of the registered orchestrator, who asks.
 *
 * @throws {RegmdError} `NOT_ORCHESTRATOR` if somebody else does; `REGISTRY_INVALID`.
 */
export function orchestratorBlock(
  {registry, policy}: Pick<Setting, 'registry' | 'policy'>,
  session: string
): Block {
  const block = blockOf(registry, policy.orchestrator)
  const isRegistered = block?.claim.status === 'REGISTERED'
  if (block && isRegistered && belongsTo(block.claim, session)) return block
  const holder = isRegistered ? (block.claim.session ?? null) : null
  const who = holder === null ? 'nobody' : holder
  const message = `Only the orchestrator may do this: number ${policy.orchestrator}, held by ${who}, not by ${session}`
  throw new RegmdError('NOT_ORCHESTRATOR', message, {
    hint: holder === null ? `regmd claim ${policy.orchestrator}` : 'regmd whoami',
    details: {number: policy.orchestrator, holder}
  })
}

/**
 * Checks that a number is in the registry's range.
 *
 * @throws {RegmdError} `NUMBER_OUT_OF_RANGE`.
 */
export function checkRange({range}: Registry, number: number): void {
  if (!range || (number >= range.first && number <= range.last)) return
  const {first, last} = range
  throw new RegmdError(
    'NUMBER_OUT_OF_RANGE',
    `Number ${number} is out of range: this registry has ${first} to ${last}`,
    {hint: 'regmd status', details: {number, first, last}}
  )
}
