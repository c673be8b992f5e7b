import assert from 'node:assert/strict'
import {test} from 'node:test'
import fc from 'fast-check'
import ICAL from 'ical.js'
import {convertIcsCalendar, extendByRecurrenceRule} from 'ts-ics'
import {blankClaim} from '../../src/core/claim.ts'
import {makePrintable} from '../../src/core/characters.ts'
import {parseRegistry} from '../../src/core/parse.ts'
import {addDays, dateOf} from '../../src/core/schedule/date.ts'
import {type Entry, type Schedule, scheduleOf} from '../../src/core/schedule/schedule.ts'
import {renderCalendar} from '../../src/report/calendar.ts'
import {now, seeds} from '../helpers/core.ts'

const stamp = {digest: '0123456789abcdef'.repeat(4), now}

/** An event with all its occurrences, in wall-clock times of its zone: `2026-11-23T10:00`. */
interface Occurring {
  readonly uid: string
  readonly summary: string
  readonly description: string
  readonly zone: string
  readonly starts: readonly string[]
  /** Of the first occurrence. */
  readonly end: string
}

/** What the entries of a schedule say, by the calendar alone. */
function expectedOf({start, timeZone, entries}: Schedule): readonly Occurring[] {
  const counts = new Map<number, number>()
  return entries.map((entry) => {
    const index = (counts.get(entry.number) ?? 0) + 1
    counts.set(entry.number, index)
    const dates = entry.days.map((day) => dateOf(start, day)).toSorted()
    const due = entry.kind === 'deadline' ? 'Due: ' : ''
    return {
      uid: `${stamp.digest}-${entry.number}-${index}@regmd`,
      summary: `#${entry.number} ${due}${shown(entry.text)}`,
      description: describe(entry),
      zone: timeZone,
      starts: dates.map((date) => wallClock(date, entry.from)),
      end: wallClock(dates[0] ?? '', entry.to)
    }
  })
}

function describe({session, role}: Entry): string {
  return [session, role]
    .filter((part) => part !== '')
    .map(shown)
    .join('\n')
}

/** What a calendar shows of foreign text. */
function shown(text: string): string {
  return makePrintable(text).replaceAll(/(BEGIN|END):VEVENT/gu, '$1 :VEVENT')
}

function wallClock(date: string, minutes: number): string {
  const day = addDays(date, Math.floor(minutes / 1440))
  const clock = [Math.floor((minutes % 1440) / 60), minutes % 60]
  return `${day}T${clock.map((part) => String(part).padStart(2, '0')).join(':')}`
}

/** Reads a calendar with ical.js, which expands by instants and the zone that the file describes. */
function readWithIcal(text: string): readonly Occurring[] {
  const root = new ICAL.Component(ICAL.parse(text))
  return root.getAllSubcomponents('vevent').map((component) => {
    const event = new ICAL.Event(component)
    const starts: ICAL.Time[] = []
    const iterator = event.iterator()
    for (let next = iterator.next(); next; next = iterator.next()) starts.push(next)
    const zone = event.startDate.zone?.tzid ?? ''
    return {
      uid: event.uid,
      summary: event.summary,
      description: event.description,
      zone,
      // By the instant and what this machine knows of the zone: the file must describe it rightly.
      starts: starts.map((time) => localText(time.toJSDate(), zone)),
      end: localText(event.endDate.toJSDate(), zone)
    }
  })
}

/** Wall-clock time of an instant in a zone. */
function localText(instant: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'short'
  }).format(instant)
  return parts.replace(' ', 'T')
}

/** Reads a calendar with ts-ics, which expands by wall-clock times. */
function readWithTsIcs(text: string): readonly Occurring[] {
  const {events = []} = convertIcsCalendar(undefined, text)
  return events.map((event) => {
    const start = event.start.local?.date ?? event.start.date
    const end = event.end?.local?.date ?? event.end?.date ?? start
    assert.ok(event.recurrenceRule)
    return {
      uid: event.uid,
      summary: event.summary,
      description: event.description ?? '',
      zone: event.start.local?.timezone ?? 'UTC',
      starts: extendByRecurrenceRule(event.recurrenceRule, {start}).map(minuteText),
      end: minuteText(end)
    }
  })
}

function minuteText(date: Date): string {
  return date.toISOString().slice(0, 16)
}

function scheduleFor(responsibilities: readonly string[], start: string, timeZone: string) {
  const claim = {...blankClaim, number: 4, session: 'cook-1', role: 'Cook', responsibilities}
  const schedule = scheduleOf([claim], {start, timeZone})
  assert.ok(schedule)
  return schedule
}

const duties = [
  'Cook daily 10-11 AM',
  'Answer 9 AM - 5 PM',
  'Watch 10 PM - 1 AM every day',
  'Queue daily by 8 AM',
  'Close daily by midnight',
  'Call at noon on Monday and Saturday'
]

const weeks: readonly (readonly [string, string, string])[] = [
  ['a plain week', '2026-11-23', 'Europe/Berlin'],
  ['the end of summer time in Berlin', '2026-10-22', 'Europe/Berlin'],
  ['the start of summer time in Berlin', '2027-03-25', 'Europe/Berlin'],
  ['the end of summer time in New York', '2026-10-29', 'America/New_York'],
  ['the start of summer time in New York', '2027-03-11', 'America/New_York'],
  ['summer time on the first day', '2027-03-28', 'Europe/Berlin'],
  ['summer time on the last day', '2027-03-22', 'Europe/Berlin'],
  ['half an hour of summer time', '2026-10-01', 'Australia/Lord_Howe'],
  ['summer time around New Year', '2026-12-29', 'Pacific/Auckland'],
  ['a zone without summer time', '2026-11-23', 'Asia/Kolkata'],
  ['UTC', '2026-10-22', 'UTC']
]

for (const [name, start, zone] of weeks) {
  test(`renderCalendar() is read back by two parsers: ${name}`, () => {
    const schedule = scheduleFor(duties, start, zone)
    assert.equal(schedule.entries.length, duties.length)
    const text = renderCalendar(schedule, stamp)
    const expected = expectedOf(schedule)
    assert.deepEqual(readWithIcal(text), expected)
    assert.deepEqual(readWithTsIcs(text), expected)
  })
}

test('renderCalendar() keeps 10:00 at 10:00 when the clock changes, so that the instant moves', () => {
  const text = renderCalendar(
    scheduleFor(['Cook daily 10-11 AM'], '2026-10-24', 'Europe/Berlin'),
    stamp
  )
  const root = new ICAL.Component(ICAL.parse(text))
  const event = new ICAL.Event(root.getFirstSubcomponent('vevent')!)
  const iterator = event.iterator()
  const instants = [1, 2].map(() => iterator.next()?.toJSDate().toISOString())
  assert.deepEqual(instants, ['2026-10-24T08:00:00.000Z', '2026-10-25T09:00:00.000Z'])
})

test('renderCalendar() recurs on the weekdays of the week, and ends with it', () => {
  const text = renderCalendar(scheduleFor(['Cook 10-11 AM'], '2026-11-25', 'Europe/Berlin'), stamp)
  assert.match(text, /\r\nRRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;COUNT=5\r\n/u)
  assert.deepEqual(readWithIcal(text)[0]?.starts, [
    '2026-11-25T10:00',
    '2026-11-26T10:00',
    '2026-11-27T10:00',
    '2026-11-30T10:00',
    '2026-12-01T10:00'
  ])
})

test('renderCalendar() writes an event for each entry of the seed', () => {
  for (const text of Object.values(seeds)) {
    const claims = parseRegistry(text).blocks.map(({claim}) => claim)
    const schedule = scheduleOf(claims, {start: '2026-11-23', timeZone: 'America/New_York'})
    assert.ok(schedule)
    const calendar = renderCalendar(schedule, stamp)
    const expected = expectedOf(schedule)
    assert.equal(expected.length, 5)
    assert.deepEqual(readWithIcal(calendar), expected)
    assert.deepEqual(readWithTsIcs(calendar), expected)
  }
})

test('renderCalendar() gives no end to what is a point in time', () => {
  const text = renderCalendar(scheduleFor(['Call at noon'], '2026-11-23', 'Europe/Berlin'), stamp)
  assert.doesNotMatch(text, /DTEND|DURATION/u)
})

test('renderCalendar() describes a zone only where times are not in UTC', () => {
  const [utc, berlin] = ['Etc/UTC', 'Europe/Berlin'].map((zone) =>
    renderCalendar(scheduleFor(duties, '2026-11-23', zone), stamp)
  )
  assert.doesNotMatch(utc!, /TZID|VTIMEZONE/u)
  assert.match(utc!, /\r\nDTSTART:20261123T100000Z\r\n/u)
  assert.equal(berlin!.split('BEGIN:VTIMEZONE').length, 2)
  assert.doesNotMatch(berlin!, /DT(?:START|END):\d{8}T\d{6}Z/u)
})

test('renderCalendar() gives the same bytes on every machine', () => {
  const schedule = scheduleFor(duties, '2026-10-22', 'Europe/Berlin')
  const zone = process.env['TZ']
  try {
    const texts = ['UTC', 'America/New_York', 'Asia/Kolkata', 'Europe/Berlin'].map((local) => {
      process.env['TZ'] = local
      return renderCalendar(schedule, stamp)
    })
    assert.equal(new Set(texts).size, 1)
  } finally {
    if (zone === undefined) delete process.env['TZ']
    else process.env['TZ'] = zone
  }
})

const hostile = [
  'Mail a, b; c: d \\ e\\n f 9-10 AM',
  'END:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:evil 9-10 AM',
  'DTSTART:20200101T000000Z\nDTEND:x 9-10 AM',
  '\r\n\tfolded 9-10 AM',
  `${'👩‍🍳'.repeat(40)} 9-10 AM`,
  `${'é'.repeat(200)} 9-10 AM`,
  `${'a'.repeat(64)}👍🏽${'b'.repeat(75)} 9-10 AM`,
  '\u0000\u001B[31m\u202E\u2028 9-10 AM',
  '"quoted"; TZID="x":y ^n %00 9-10 AM'
]

test('renderCalendar() escapes what sessions say, in lines of 75 bytes at most', () => {
  const claims = hostile.map((text, index) => ({
    ...blankClaim,
    number: index + 1,
    session: text,
    role: text,
    responsibilities: [text]
  }))
  const schedule = scheduleOf(claims, {start: '2026-11-23', timeZone: 'Europe/Berlin'})
  assert.ok(schedule)
  assert.equal(schedule.entries.length, hostile.length)
  const text = renderCalendar(schedule, stamp)
  checkLines(text)
  assert.deepEqual(readWithIcal(text), expectedOf(schedule))
  assert.deepEqual(readWithTsIcs(text), expectedOf(schedule))
})

/** RFC 5545, 3.1: lines end with CRLF, and are of 75 bytes at most, in whole characters. */
function checkLines(text: string): void {
  assert.ok(text.endsWith('END:VCALENDAR\r\n'))
  for (const line of text.split('\r\n')) {
    assert.ok(Buffer.byteLength(line) <= 75, line)
    assert.doesNotMatch(line, /[\r\n]/u)
    assert.doesNotMatch(line, /\p{Surrogate}/u)
  }
}

const seed = 20_261_123
const words = fc.constantFrom(
  ...'Mon Friday daily except by until noon midnight 8:30 9-10 10 PM - 2 AM AM and , ; : \\ \\n é 👩‍🍳 END:VEVENT'.split(
    ' '
  )
)

test('renderCalendar() is read back by two parsers whatever sessions say', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.array(words, {maxLength: 9}).map((parts) => `${parts.join(' ')} 9 AM`),
        {
          minLength: 1,
          maxLength: 4
        }
      ),
      fc.integer({min: 0, max: 400}),
      fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Tokyo', 'UTC'),
      (texts, days, zone) => {
        const schedule = scheduleFor(texts, addDays('2026-09-01', days), zone)
        fc.pre(schedule.entries.length > 0)
        // Where a clock springs forward, some of these hours do not exist.
        fc.pre(schedule.entries.every(({from, to}) => ![from, to % 1440].some(isSkipped)))
        const text = renderCalendar(schedule, stamp)
        checkLines(text)
        assert.deepEqual(readWithIcal(text), expectedOf(schedule))
        assert.deepEqual(readWithTsIcs(text), expectedOf(schedule))
      }
    ),
    {seed, numRuns: 150}
  )
})

function isSkipped(minutes: number): boolean {
  return minutes >= 60 && minutes < 240
}
