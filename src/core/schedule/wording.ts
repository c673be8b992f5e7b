import {type Entry} from './schedule.ts'
import {type Weekday, weekdayNames} from './date.ts'

/** Writes the time of day of an entry: `06:00–18:00`, `22:00–02:00 (next day)`, `by 08:00`, `12:00`. */
export function hoursText({kind, from, to}: Pick<Entry, 'kind' | 'from' | 'to'>): string {
  if (kind === 'deadline') return `by ${clockText(from)}`
  if (kind === 'point') return clockText(from)
  return to > 1440
    ? `${clockText(from)}–${clockText(to - 1440)} (next day)`
    : `${clockText(from)}–${clockText(to)}`
}

/** Writes minutes after midnight: `06:00`, and `24:00` for the end of a day. */
export function clockText(minutes: number): string {
  return [Math.floor(minutes / 60), minutes % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':')
}

/** Writes days of the week: `Mon–Fri`, `every day`, `Mon, Wed`. */
export function daysText(days: readonly Weekday[]): string {
  if (days.length === 7) return 'every day'
  const names = days.map((day) => weekdayNames[day - 1]?.[1].slice(0, 3) ?? '')
  const isRun = days.length > 2 && (days.at(-1) ?? 0) - (days[0] ?? 0) === days.length - 1
  return isRun ? `${names[0]}–${names.at(-1)}` : names.join(', ')
}
