/** A day of the week as ISO 8601 counts it: 1 is Monday, 7 is Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7

/** Days of the week in order, with their names. */
export const weekdayNames: readonly (readonly [Weekday, string])[] = [
  [1, 'Monday'],
  [2, 'Tuesday'],
  [3, 'Wednesday'],
  [4, 'Thursday'],
  [5, 'Friday'],
  [6, 'Saturday'],
  [7, 'Sunday']
]

const msPerDay = 86_400_000

/** Tells whether a text is a day of the calendar, from the year 2000 to 8999: `2026-11-23`. */
export function isDate(text: string): boolean {
  if (!/^[2-8]\d{3}-\d\d-\d\d$/u.test(text)) return false
  const time = Date.parse(`${text}T00:00:00Z`)
  // `2026-02-30` would be a day of March.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}

/** The date a number of days after another. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * msPerDay).toISOString().slice(0, 10)
}

/** The day of the week of a date. */
export function weekdayOf(date: string): Weekday {
  const index = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7
  return weekdayNames[index]?.[0] ?? 7
}

/** The name of the day of the week of a date. */
export function weekdayName(date: string): string {
  return weekdayNames[weekdayOf(date) - 1]?.[1] ?? ''
}

/** The date of a day of the week in the seven days from a start. */
export function dateOf(start: string, day: Weekday): string {
  return addDays(start, (day - weekdayOf(start) + 7) % 7)
}
