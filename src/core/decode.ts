import {RegmdError} from './error.ts'
import {findUnreadable} from './unreadable.ts'

/** Largest document, in bytes. */
export const maxBytes: number = 16 * 1024 * 1024

const byteOrderMark = '\uFEFF'
const pointer = 'version https://git-lfs.github.com/spec/'

/** A decoded document. */
export interface Decoded {
  /** Text without the byte order mark, so that offsets agree with the parser's. */
  readonly text: string
  readonly hasBom: boolean
}

/**
 * Decodes a registry's bytes.
 *
 * @throws {RegmdError} `REGISTRY_INVALID` if it is over 16 MiB, a Git LFS pointer, not UTF-8, or
 *   nests or stretches beyond all use; `details.offset` is the first bad byte.
 */
export function decode(bytes: Uint8Array): Decoded {
  if (bytes.length > maxBytes) throw tooLarge()
  const text = decodeStrictly(bytes)
  if (isPointer(bytes)) throw invalid('it is a Git LFS pointer, not a document', 0)
  const found = findUnreadable(text)
  if (found) throw invalid(found.why, new TextEncoder().encode(text.slice(0, found.offset)).length)

  const hasBom = text.startsWith(byteOrderMark)
  return {text: hasBom ? text.slice(1) : text, hasBom}
}

/** Refusal of a document over 16 MiB, which need not be read for it. */
export function tooLarge(): RegmdError {
  return invalid('it is larger than 16 MiB', maxBytes)
}

/** Tells whether bytes are what Git LFS leaves in the place of a file. */
export function isPointer(bytes: Uint8Array): boolean {
  return new TextDecoder('latin1').decode(bytes.subarray(0, pointer.length)) === pointer
}

/** Encodes a document, with its byte order mark if it had one. */
export function encode({text, hasBom}: Decoded): Uint8Array {
  return new TextEncoder().encode(hasBom ? byteOrderMark + text : text)
}

function decodeStrictly(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw invalid('it is not UTF-8', badByteOffset(bytes))
  }
}

/** The first replacement character that is not in the bytes themselves marks the first bad byte. */
function badByteOffset(bytes: Uint8Array): number {
  const lossy = new TextDecoder('utf-8', {ignoreBOM: true}).decode(bytes)
  let offset = 0
  for (const part of lossy.split('\uFFFD')) {
    offset += new TextEncoder().encode(part).length
    const isGenuine =
      bytes[offset] === 0xef && bytes[offset + 1] === 0xbf && bytes[offset + 2] === 0xbd
    if (!isGenuine) break
    offset += 3
  }

  return offset
}

function invalid(why: string, offset: number): RegmdError {
  return new RegmdError('REGISTRY_INVALID', `Cannot read the registry: ${why} (byte ${offset})`, {
    hint: 'regmd status --registry PATH',
    details: {offset}
  })
}
