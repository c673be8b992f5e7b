import {listNumbers} from '../core/numbers.ts'
import {weekdayName} from '../core/schedule/date.ts'
import type {Schedule} from '../core/schedule/schedule.ts'
import {daysText, hoursText} from '../core/schedule/wording.ts'
import {line, whereabouts} from './claim.ts'
import type {ToldStep} from './protocol.ts'
import type {Screen} from './screen.ts'
import {renderTable} from './table.ts'

/** An activation, as told to a person. */
export interface ToldActivation extends ToldStep {
  readonly schedule: Schedule
  /** File with the calendar, as it was named; `null` where none was written. */
  readonly ics: string | null
  /** Whether a calendar was wanted. */
  readonly isIcsWanted: boolean
}

/** Tells what is scheduled in the first week, and who has no hours. */
export function renderActivation(screen: Screen, told: ToldActivation): string {
  const {schedule, changed} = told
  const {start, end, timeZone, withoutDays, withoutHours} = schedule
  const state = changed ? 'Activated' : 'Activated already'
  const week = `${weekdayName(start)} ${start} to ${weekdayName(end)} ${end} (${timeZone})`
  return [
    `🚀 ${screen.style('bold', `${state}: week 1 is ${week}`)}`,
    '',
    entryTable(screen, schedule),
    '',
    ...withoutDays.map(({number, text}) =>
      line(screen, 'Note', `Session ${number} names hours, but not on which days: ${text}`)
    ),
    ...(withoutHours.length === 0
      ? []
      : [line(screen, 'Note', `No hours: ${listNumbers(withoutHours.map(({number}) => number))}`)]),
    ...calendarNotes(screen, told),
    ...whereabouts(screen, told),
    ''
  ].join('\n')
}

function entryTable(screen: Screen, {entries}: Schedule): string {
  if (entries.length === 0) return '   No responsibility names an hour of a day of the week'
  const rows = entries.map((entry) => [
    hoursText(entry),
    daysText(entry.days),
    String(entry.number),
    entry.session,
    entry.text
  ])
  return renderTable(screen, [['Hours', 'Days', '#', 'Session', 'Task'], ...rows], [0, 1])
}

function calendarNotes(
  screen: Screen,
  {ics, isIcsWanted}: Pick<ToldActivation, 'ics' | 'isIcsWanted'>
): readonly string[] {
  if (!isIcsWanted) return []
  return [line(screen, 'File', ics ?? 'not written, since it would have no events')]
}
