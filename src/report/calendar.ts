import {type EventAttributes, createEvents} from 'ics'
import {makePrintable} from '../core/characters.ts'
import {type Weekday, addDays, dateOf} from '../core/schedule/date.ts'
import type {Entry, Schedule} from '../core/schedule/schedule.ts'
import {zoneLines} from './calendar-zone.ts'

/** What a calendar says beside the schedule. */
export interface CalendarStamp {
  /** Of the registry, 64 hex digits; events of the same registry have the same names. */
  readonly digest: string
  /** UTC, `2026-11-20T18:10:27Z`. */
  readonly now: string
}

const minutesPerDay = 1440
const dayCodes = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const

/** Bytes of a line at most, without its ending. */
const longest = 75

/**
 * Writes a schedule as an iCalendar file (RFC 5545): for each entry one event that recurs on its days
 * of the week and ends with the week, in the schedule's time zone.
 */
export function renderCalendar(schedule: Schedule, stamp: CalendarStamp): string {
  const {error, value} = createEvents(eventsOf(schedule, stamp), {
    productId: '-//regmd//regmd//EN',
    calName: 'Week 1 Schedule'
  })
  if (error || value === null) throw error ?? new Error('No calendar was made')
  // The library folds by characters, where the standard counts bytes.
  const lines = value.replaceAll('\r\n\t', '').split('\r\n').slice(0, -1)
  return inZone(withoutEmptyEnds(lines), schedule)
    .map((line) => `${fold(line)}\r\n`)
    .join('')
}

/** Numbers the entries of each session, in the order of the schedule. */
function eventsOf({start, entries}: Schedule, stamp: CalendarStamp): EventAttributes[] {
  const counts = new Map<number, number>()
  return entries.map((entry) => {
    const index = (counts.get(entry.number) ?? 0) + 1
    counts.set(entry.number, index)
    return eventOf(start, entry, {...stamp, index})
  })
}

function eventOf(
  start: string,
  entry: Entry,
  {digest, now, index}: CalendarStamp & {readonly index: number}
): EventAttributes & {readonly timestamp: number} {
  const {number, session, role, text, from, to, days} = entry
  const [first = start] = days.map((day) => dateOf(start, day)).toSorted()
  const who = [session, role].filter((part) => part !== '').map(shown)
  return {
    uid: `${digest}-${number}-${index}@regmd`,
    timestamp: Date.parse(now),
    title: `#${number} ${entry.kind === 'deadline' ? 'Due: ' : ''}${shown(text)}`,
    description: who.join('\n'),
    ...momentsOf(first, from, to),
    recurrenceRule: `FREQ=WEEKLY;BYDAY=${codesOf(days, from)};COUNT=${days.length}`
  }
}

/** Shows foreign text, and no delimiter of components: some readers look for them in any place. */
function shown(text: string): string {
  return makePrintable(text).replaceAll(/(BEGIN|END):(?=V|STANDARD|DAYLIGHT)/giu, '$1 :')
}

/** Times are given and written as UTC, so that the zone of this machine has no say in them. */
function momentsOf(date: string, from: number, to: number) {
  return {
    start: dateTime(date, from),
    end: dateTime(date, to),
    startInputType: 'utc',
    startOutputType: 'utc',
    endInputType: 'utc',
    endOutputType: 'utc'
  } as const
}

function dateTime(date: string, minutes: number): [number, number, number, number, number] {
  const days = Math.floor(minutes / minutesPerDay)
  const [year = 0, month = 0, day = 0] = addDays(date, days).split('-').map(Number)
  return [year, month, day, Math.floor((minutes % minutesPerDay) / 60), minutes % 60]
}

/** Days as the standard names them; what is due at the end of a day is due on the next one. */
function codesOf(days: readonly Weekday[], from: number): string {
  const shift = from >= minutesPerDay ? 0 : 1
  return days.map((day) => dayCodes[(day - shift) % 7]).join(',')
}

/** The library wants an end, and the standard none that is the start. */
function withoutEmptyEnds(lines: readonly string[]): readonly string[] {
  return lines.filter((line, index) => {
    const isEnd = line.startsWith('DTEND:')
    return !isEnd || lines[index - 1] !== line.replace('DTEND', 'DTSTART')
  })
}

/** Names the zone at the times of events, and describes it; times in UTC stay as they are. */
function inZone(lines: readonly string[], {start, end, timeZone}: Schedule): readonly string[] {
  if (/^(?:Etc\/)?(?:UTC|UCT|GMT|Zulu|Universal)$/iu.test(timeZone)) return lines
  const from = Date.parse(`${addDays(start, -1)}T00:00:00Z`)
  const until = Date.parse(`${addDays(end, 3)}T00:00:00Z`)
  const zone = zoneLines(timeZone, {from, until})
  const events = lines.map((line) =>
    line.replace(/^(DTSTART|DTEND):(\d{8}T\d{6})Z$/u, `$1;TZID=${timeZone}:$2`)
  )
  const at = events.indexOf('BEGIN:VEVENT')
  return at === -1 ? events : [...events.slice(0, at), ...zone, ...events.slice(at)]
}

/** Breaks a line after 75 bytes, between characters. */
function fold(line: string): string {
  const parts: string[] = []
  let [part, bytes] = ['', 0]
  for (const character of line) {
    const size = Buffer.byteLength(character)
    if (bytes + size > longest) {
      parts.push(part)
      // The space that goes on a line is one byte of it.
      ;[part, bytes] = ['', 1]
    }

    part += character
    bytes += size
  }

  return [...parts, part].join('\r\n ')
}
