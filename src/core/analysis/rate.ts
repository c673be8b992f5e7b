import {readAdverbial} from './period.ts'
import {tokenize} from './token.ts'

/** Tells whether a text names how often something is done: `every week`, `daily`. */
export function namesRate(text: string): boolean {
  const tokens = tokenize(text)
  return tokens.some((_token, index) => readAdverbial(tokens, index)?.meaning !== undefined)
}
