import {contradictionOf} from '../contradiction.ts'
import {RegmdError} from '../error.ts'
import {listNumbers} from '../numbers.ts'
import type {Policy} from '../policy.ts'
import type {Block, Registry} from '../registry.ts'
import {isSameSession} from '../session.ts'

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

/** Tells whether a session is the registered orchestrator. */
export function isOrchestrator(registry: Registry, policy: Policy, session: string): boolean {
  return heldBlocks(registry, session).some(({claim}) => claim.number === policy.orchestrator)
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
