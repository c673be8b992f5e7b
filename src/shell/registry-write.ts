import {randomUUID} from 'node:crypto'
import {encode, maxBytes} from '../core/decode.ts'
import {type Deed, renderDeed} from '../core/deed.ts'
import {RegmdError} from '../core/error.ts'
import type {Registry} from '../core/registry.ts'
import type {Write} from '../git/write.ts'
import type {Document} from './document.ts'

/** What a write's commit says; it gets a name of its own if it has none. */
export type NewDeed = Omit<Deed, 'path' | 'attempt'> & {readonly attempt?: string | undefined}

/**
 * Makes the write that gives a document's file another text, by a commit that says what it does.
 *
 * @throws {RegmdError} `CLAIM_INVALID` if the file would be larger than a registry may be.
 */
export function registryWrite(
  {path, mode, hasBom}: Document,
  {text}: Registry,
  {attempt = randomUUID(), ...deed}: NewDeed
): Write {
  const bytes = encode({text, hasBom})
  if (bytes.length > maxBytes) throw tooLarge()
  return {path, mode, bytes, message: renderDeed({...deed, path, attempt})}
}

function tooLarge(): RegmdError {
  const message = 'Cannot write this: the registry would be larger than 16 MiB; nothing was written'
  return new RegmdError('CLAIM_INVALID', message, {hint: 'regmd status'})
}
