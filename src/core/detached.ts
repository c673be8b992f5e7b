/**
 * A copy of a text that does not keep alive the one that it was cut from: engines share the characters
 * of both.
 */
export function detached(text: string): string {
  return String(JSON.parse(JSON.stringify(text)))
}
