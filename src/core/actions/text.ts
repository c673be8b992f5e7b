import {findHidden} from '../characters.ts'
import {isPlaceholder} from '../claim.ts'
import {RegmdError} from '../error.ts'

/**
 * Checks a text that goes into the document, and trims it.
 *
 * @param name - of the option it came from, for the message.
 * @throws {RegmdError} `CLAIM_INVALID` if it is empty, a placeholder, or holds a character that a
 *   reader cannot see; the message names the code point.
 */
export function readableText(name: string, value: string): string {
  const [found] = findHidden(value)
  if (found) {
    throw invalid(name, `it holds ${found.codePoint} at position ${found.offset + 1}`, {...found})
  }

  const text = value.trim()
  if (text === '') throw invalid(name, 'it is empty')
  if (isPlaceholder(text)) {
    throw invalid(name, 'all of it is in brackets, which stands for a value still to be filled in')
  }

  return text
}

function invalid(name: string, why: string, details: Readonly<Record<string, unknown>> = {}) {
  return new RegmdError('CLAIM_INVALID', `Cannot use this ${name}: ${why}; nothing was written`, {
    hint: `regmd claim --${name} TEXT`,
    details: {options: [name], ...details}
  })
}
