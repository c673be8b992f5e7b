/** What the calendar library makes of a value. */
interface Valid {
  readonly error: null
  readonly value: unknown
}

/** Takes a calendar's head as it is: this program makes it, and its types and tests check that. */
export function validateHeader(value: unknown): Valid {
  return {error: null, value}
}

/** Takes an event as it is; the library's own check brings another library, as large as it is. */
export function validateHeaderAndEvent(value: unknown): Valid {
  return {error: null, value}
}
