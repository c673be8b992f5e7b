import {readFile} from 'node:fs/promises'
import {resolve} from 'node:path'
import type {Context} from '../context.ts'
import {RegmdError} from '../core/error.ts'
import {type Message, parseMessage} from '../core/message.ts'

/** Largest message, in bytes. */
const maxBytes = 64 * 1024

/**
 * Reads a registration message.
 *
 * @param file - relative to the current directory; `-` for standard input.
 * @throws {RegmdError} `USAGE` if it cannot be read, `CLAIM_INVALID` if it is no registration.
 */
export async function readMessage(file: string, {cwd, stdin}: Context): Promise<Message> {
  const bytes = file === '-' ? await readAll(stdin) : await readFrom(resolve(cwd, file))
  if (bytes.length > maxBytes) throw unreadable('it is larger than 64 KiB')
  try {
    return parseMessage(new TextDecoder('utf-8', {fatal: true}).decode(bytes))
  } catch (error) {
    if (error instanceof TypeError) throw unreadable('it is not UTF-8', error)
    throw error
  }
}

async function readAll(stdin: Context['stdin']): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of stdin ?? []) {
    chunks.push(chunk)
    length += chunk.length
    if (length > maxBytes) break
  }

  return Buffer.concat(chunks)
}

async function readFrom(file: string): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch (error) {
    throw unreadable(error instanceof Error ? error.message : String(error), error)
  }
}

function unreadable(why: string, cause?: unknown): RegmdError {
  return new RegmdError('USAGE', `Cannot read the message: ${why}`, {
    hint: 'regmd claim --message FILE',
    cause
  })
}
