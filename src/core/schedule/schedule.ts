import {findDeadlines} from '../analysis/deadline.ts'
import {type Hours, findHours} from '../analysis/hours.ts'
import type {Claim} from '../claim.ts'
import {type Weekday, addDays, isDate} from './date.ts'
import {daysOf} from './days.ts'

/** From when on, and where its hours are counted. */
export interface Week {
  /** First day, `2026-11-23`; the week is the seven days from it. */
  readonly start: string
  /** Name in the tz database: `Europe/Berlin`. */
  readonly timeZone: string
}

/** What a session is to do at a time of day. */
export interface Entry {
  readonly number: number
  /** As the block names it; empty where it does not. */
  readonly session: string
  readonly role: string
  /** The responsibility. */
  readonly text: string
  /** `6 AM - 6 PM`; `at 9 AM`; `by 8 AM`. */
  readonly kind: 'stretch' | 'point' | 'deadline'
  /** Minutes after the midnight that its day starts with. */
  readonly from: number
  /** Likewise; more than 1440 over midnight, and the same as `from` but for a stretch. */
  readonly to: number
  /** Days of the week, in order; never empty. */
  readonly days: readonly Weekday[]
}

/** A session, and for a responsibility that has no place in the week, which one. */
export type Unscheduled = Pick<Entry, 'number' | 'session' | 'role'>

/** The first week of work, as far as responsibilities name hours. */
export interface Schedule extends Week {
  /** Last day, `2026-11-29`. */
  readonly end: string
  /** By time of day, then by number. */
  readonly entries: readonly Entry[]
  /** Responsibilities that name hours, but not on which days of a week. */
  readonly withoutDays: readonly (Unscheduled & Pick<Entry, 'text'>)[]
  /** Sessions that name no hours. */
  readonly withoutHours: readonly Unscheduled[]
}

const day = 1440

/**
 * Makes the schedule of the first week from what responsibilities say, and from nothing else.
 *
 * @returns nothing if the start is no day of the calendar.
 */
export function scheduleOf(
  claims: readonly Claim[],
  {start, timeZone}: Week
): Schedule | undefined {
  if (!isDate(start)) return undefined
  const ordered = claims.toSorted((a, b) => a.number - b.number)
  const readings = ordered.flatMap(({responsibilities, ...claim}) =>
    responsibilities.map((text) => ({...who(claim), text, entries: entriesOf(claim, text)}))
  )
  const entries = readings.flatMap((reading) => reading.entries ?? [])
  const withoutDays = readings
    .filter((reading) => reading.entries === undefined)
    .map(({number, session, role, text}) => ({number, session, role, text}))
  const named = new Set([...entries, ...withoutDays].map(({number}) => number))

  return {
    start,
    end: addDays(start, 6),
    timeZone,
    entries: entries.toSorted((a, b) => a.from - b.from || a.to - b.to || a.number - b.number),
    withoutDays,
    withoutHours: ordered.filter(({number}) => !named.has(number)).map(who)
  }
}

function who({number, session = '', role = ''}: Omit<Claim, 'responsibilities'>): Unscheduled {
  return {number, session, role}
}

/** Entries for the hours that a text names; nothing where it does not say on which days. */
function entriesOf(
  claim: Omit<Claim, 'responsibilities'>,
  text: string
): readonly Entry[] | undefined {
  const hours = findHours(text)
  if (hours.length === 0) return []
  const due = dueIn(text, hours)
  const days = daysOf(text, hours)
  return (
    days &&
    hours.flatMap((span, index) => {
      const on = days[index] ?? []
      return on.length > 0
        ? [{...who(claim), text, ...timesOf(text, span, due.has(span)), days: on}]
        : []
    })
  )
}

/** Those of the hours by which something has to be done; both are in order. */
function dueIn(text: string, hours: readonly Hours[]): ReadonlySet<Hours> {
  const deadlines = findDeadlines(text)
  let next = 0
  return new Set(
    hours.filter(({start, end}) => {
      while ((deadlines[next]?.end ?? Infinity) < end) next++
      return (deadlines[next]?.start ?? Infinity) <= start
    })
  )
}

function timesOf(text: string, span: Hours, isDue: boolean): Pick<Entry, 'kind' | 'from' | 'to'> {
  const {from, to} = span
  // What is due by midnight is due when the day ends.
  if (isDue) return {kind: 'deadline', from: to || day, to: to || day}
  const isAround =
    from === to &&
    /[-\u2010-\u2015\u2212]|\b(?:and|to|through|thru|till|until)\b/u.test(
      text.slice(span.start, span.end)
    )
  if (from === to && !isAround) return {kind: 'point', from, to}
  return {kind: 'stretch', from, to: to > from ? to : to + day}
}
