import {requireTurn} from '../core/actions/turn.ts'
import {amend} from '../core/amend.ts'
import type {Approval} from '../core/approval.ts'
import {digestOf} from '../core/digest.ts'
import {setRecord} from '../core/record-edit.ts'
import type {Registry} from '../core/registry.ts'
import type {Reading} from './read.ts'
import {registryWrite} from './registry-write.ts'
import type {Planned} from './write.ts'

/** A person's word, planned. */
export interface Approving extends Planned {
  /** What the document says then. */
  readonly registry: Registry
}

/**
 * Plans a person's word for the document; nothing where they have given it, by what git says: what the
 * document says of it anybody may have written.
 *
 * @param now - UTC, `2026-11-20T18:10:27Z`.
 * @throws {RegmdError} `NOT_READY`.
 */
export function planApproval({document}: Reading, {missing}: Approval, now: string): Approving {
  const {registry} = document
  if (missing.length === 0) return {document, registry}
  requireTurn({registry}, 'approve')
  const edits = setRecord(registry, 'approved', {time: now, digest: digestOf(registry)})
  const approved = amend(registry, {edits, claims: registry.blocks.map(({claim}) => claim)})
  const write = registryWrite(document, approved, {action: 'approve', number: null, session: null})
  return {document, registry: approved, write}
}
