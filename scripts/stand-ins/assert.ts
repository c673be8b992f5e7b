/** Throws where two values are the same; a mistake in how yargs is called, never a user's. */
export function notStrictEqual(actual: unknown, unwanted: unknown, message: string): void {
  if (Object.is(actual, unwanted)) throw new Error(message)
}

/** Throws where two values differ. */
export function strictEqual(actual: unknown, wanted: unknown, message: string): void {
  if (!Object.is(actual, wanted)) throw new Error(message)
}
