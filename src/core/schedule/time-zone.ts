/**
 * Reads the name of a time zone as the tz database has it: `Europe/Berlin`, `UTC`.
 *
 * @returns the name in its usual letters; nothing for what is no time zone.
 */
export function readTimeZone(name: string): string | undefined {
  try {
    const known = new Intl.DateTimeFormat('en', {timeZone: name}).resolvedOptions().timeZone
    // An alias (`Asia/Kolkata`) would come back by another name, on some machines.
    return known.toLowerCase() === name.toLowerCase() ? known : name
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}
