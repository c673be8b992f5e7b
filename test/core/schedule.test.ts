import assert from 'node:assert/strict'
import {test} from 'node:test'
import fc from 'fast-check'
import {applyEdits} from '../../src/core/edit.ts'
import {blankClaim} from '../../src/core/claim.ts'
import type {Claim} from '../../src/core/claim.ts'
import {parseRegistry} from '../../src/core/parse.ts'
import {addDays, dateOf, isDate, weekdayOf} from '../../src/core/schedule/date.ts'
import {ganttLines, mostTasks} from '../../src/core/schedule/gantt.ts'
import {type Schedule, scheduleOf} from '../../src/core/schedule/schedule.ts'
import {scheduleEdits} from '../../src/core/schedule/section-edit.ts'
import {renderSchedule} from '../../src/core/schedule/section.ts'
import {readTimeZone} from '../../src/core/schedule/time-zone.ts'
import {daysText, hoursText} from '../../src/core/schedule/wording.ts'
import {documents} from '../helpers/documents.ts'
import {linesOf, seeds} from '../helpers/core.ts'
import {ganttOf} from '../helpers/gantt.ts'

const week = {start: '2026-11-23', timeZone: 'Europe/Berlin'}
const digest = '0123456789abcdef'.repeat(4)

/** A session that does these things. */
function sessionOf(...responsibilities: readonly string[]): Claim {
  return {...blankClaim, number: 1, role: 'Cook', session: 'cook-1', responsibilities}
}

/** The first week of sessions; the test fails where there is none. */
function scheduled(claims: readonly Claim[], from = week): Schedule {
  const schedule = scheduleOf(claims, from)
  assert.ok(schedule)
  return schedule
}

/** What one responsibility comes to: `hours, days` for each entry; `?` for one without days. */
function shortOf(text: string): string {
  const {entries, withoutDays} = scheduled([sessionOf(text)])
  const shown = entries.map((entry) => `${hoursText(entry)}, ${daysText(entry.days)}`)
  return [...shown, ...withoutDays.map(() => '?')].join('; ')
}

const readings: readonly (readonly [string, string])[] = [
  // Of the seed
  ['Run daily workflow 6 AM - 6 PM', '06:00–18:00, every day'],
  ['Send morning batch 10-11 AM', '10:00–11:00, Mon–Fri'],
  ['Send afternoon batch 2-3 PM', '14:00–15:00, Mon–Fri'],
  ['Prepare approval queue by 8 AM', 'by 08:00, Mon–Fri'],
  // No hour is named
  ['Score each prospect 0-100', ''],
  ['Mail prospects 10-11', ''],
  ['Provide backup to sessions 7-8', ''],
  ['Generate daily summary reports', ''],
  ['Report on Monday', ''],
  // Hours
  ['Stand-up at 9:30', '09:30, Mon–Fri'],
  ['Lunch at noon', '12:00, Mon–Fri'],
  ['Watch the servers 10 PM - 2 AM', '22:00–02:00 (next day), Mon–Fri'],
  ['Watch 6 PM - midnight', '18:00–24:00, Mon–Fri'],
  ['Watch 8 AM - 8 AM', '08:00–08:00 (next day), Mon–Fri'],
  ['Close the books by midnight', 'by 24:00, Mon–Fri'],
  ['Monitor until 6 PM', 'by 18:00, Mon–Fri'],
  ['Check at 9 AM and at 5 PM', '09:00, Mon–Fri; 17:00, Mon–Fri'],
  // Days
  ['Report every day at 9 AM', '09:00, every day'],
  ['Every morning 8-9 AM, read the news', '08:00–09:00, every day'],
  ['Nightly backup by 3 AM', 'by 03:00, every day'],
  ['Answer 9 AM - 5 PM on weekdays', '09:00–17:00, Mon–Fri'],
  ['Answer 9 AM - 5 PM every working day', '09:00–17:00, Mon–Fri'],
  ['Answer 9 AM - 5 PM at weekends', '09:00–17:00, Sat, Sun'],
  ['Answer 9 AM - 5 PM, 7 days a week', '09:00–17:00, every day'],
  ['Call customers Mon-Thu 10-11 AM', '10:00–11:00, Mon–Thu'],
  ['Call customers Mon – Thu 10-11 AM', '10:00–11:00, Mon–Thu'],
  ['Call customers Monday to Thursday 10-11 AM', '10:00–11:00, Mon–Thu'],
  ['Call customers Fri-Mon 10-11 AM', '10:00–11:00, Mon, Fri, Sat, Sun'],
  ['Call customers Mon, Wed and Fri 10-11 AM', '10:00–11:00, Mon, Wed, Fri'],
  ['Call on Tuesdays, and on Thursdays, 10-11 AM', '10:00–11:00, Tue, Thu'],
  ['Every Monday, plan the week 9-10 AM', '09:00–10:00, Mon'],
  ['Plan weekly on Monday 9-10 AM', '09:00–10:00, Mon'],
  ['Send the report by Friday 5 PM', 'by 17:00, Fri'],
  ['Send the report by 5 PM on Friday', 'by 17:00, Fri'],
  ['Stand-up 9 AM, retrospective Friday 4 PM', '09:00, Mon–Fri; 16:00, Fri'],
  ['Mon 9 AM and Tue 2 PM: call', '09:00, Mon; 14:00, Tue'],
  ['Check at 9 AM and 5 PM on Mondays', '09:00, Mon; 17:00, Mon'],
  ['Check daily except Sunday 9-10 AM', '09:00–10:00, Mon–Sat'],
  ['Check 9-10 AM, but not on Fridays', '09:00–10:00, Mon–Thu'],
  ['We sat in the sun 9-10 AM', '09:00–10:00, Mon–Fri'],
  ['Review prospects by the morning, 9-10 AM', '09:00–10:00, Mon–Fri'],
  // Hours on a day that is not named, or that is no day of each week
  ['Send the weekly report by 5 PM', '?'],
  ['Close the books monthly at 5 PM', '?'],
  ['First Monday of the month 9-10 AM', '?'],
  ['Every other Monday 9-10 AM', '?'],
  ['Deliver by 1 December 5 PM', '?'],
  ['Deliver on 2026-12-01 at 5 PM', '?'],
  ['Start tomorrow at 9 AM', '?']
]

for (const [text, expected] of readings) {
  test(`scheduleOf() reads “${text}” as ${expected || 'no hours'}`, () => {
    assert.equal(shortOf(text), expected)
  })
}

test('scheduleOf() reads a text with thousands of hours and days', {timeout: 60_000}, () => {
  const {entries} = scheduled([sessionOf('9-10 AM Mon, '.repeat(4000))])
  assert.equal(entries.length, 4000)
  assert.ok(entries.every(({days}) => daysText(days) === 'Mon'))
})

test('scheduleOf() finds in the seed the hours that it names, and no others', () => {
  for (const text of Object.values(seeds)) {
    const {entries, withoutDays, withoutHours} = scheduled(
      parseRegistry(text).blocks.map(({claim}) => claim)
    )
    assert.deepEqual(
      entries.map(({number, kind, from, to, days}) => [number, kind, from, to, days.length]),
      [
        [1, 'stretch', 360, 1080, 7],
        [10, 'deadline', 480, 480, 5],
        [4, 'stretch', 600, 660, 5],
        [5, 'stretch', 600, 660, 5],
        [6, 'stretch', 840, 900, 5]
      ]
    )
    assert.deepEqual(withoutDays, [])
    assert.deepEqual(
      withoutHours.map(({number}) => number),
      [2, 3, 7, 8, 9, 11, 12]
    )
  }
})

test('scheduleOf() goes by responsibilities only', () => {
  const claim = {...sessionOf('Cook'), role: 'Morning cook 8-9 AM', goal: 'Lunch by noon'}
  const {entries, withoutHours} = scheduled([claim])
  assert.deepEqual([entries.length, withoutHours.length], [0, 1])
})

test('scheduleOf() takes the seven days from the start, over the end of a year', () => {
  const {start, end} = scheduled([], {start: '2026-12-30', timeZone: 'UTC'})
  assert.deepEqual([start, end, weekdayOf(start)], ['2026-12-30', '2027-01-05', 3])
  assert.deepEqual(
    ([1, 2, 3, 4, 5, 6, 7] as const).map((day) => dateOf(start, day)),
    [
      '2027-01-04',
      '2027-01-05',
      '2026-12-30',
      '2026-12-31',
      '2027-01-01',
      '2027-01-02',
      '2027-01-03'
    ]
  )
})

for (const start of [
  '2026-02-29',
  '2026-13-01',
  '2026-1-1',
  '20261123',
  '2026-11-23T00:00',
  '',
  '0026-11-23',
  '9999-12-31',
  '+02026-11-23'
]) {
  test(`scheduleOf() knows no day “${start}”`, () => {
    assert.equal(isDate(start), false)
    assert.equal(scheduleOf([], {...week, start}), undefined)
  })
}

test('scheduleOf() knows the leap day of 2028', () => {
  assert.equal(scheduled([], {start: '2028-02-29', timeZone: 'UTC'}).end, '2028-03-06')
})

test('readTimeZone() reads names in any letters, and nothing else', () => {
  assert.equal(readTimeZone('europe/berlin'), 'Europe/Berlin')
  assert.equal(readTimeZone('Asia/Kolkata'), 'Asia/Kolkata')
  assert.equal(readTimeZone('UTC'), 'UTC')
  for (const name of ['', 'Berlin', 'Europe/Berlin\n', 'CEST!', '`x`']) {
    assert.equal(readTimeZone(name), undefined, name)
  }
})

/** A document with the schedule of its sessions. */
function withSchedule(text: string, from = week): string {
  const registry = parseRegistry(text)
  const schedule = scheduled(
    registry.blocks.map(({claim}) => claim),
    from
  )
  return applyEdits(text, scheduleEdits(registry, renderSchedule(schedule, digest)))
}

const forms: Readonly<Record<string, (text: string) => string>> = {
  LF: (text) => text,
  CRLF: (text) => text.replaceAll('\n', '\r\n'),
  CR: (text) => text.replaceAll('\n', '\r'),
  'a byte order mark': (text) => `\uFEFF${text}`,
  'no final newline': (text) => text.trimEnd(),
  'blank lines at the end': (text) => `${text}\n \n\n`,
  'consensus at the end': (text) => text.slice(0, text.indexOf('\n## 🎯 Expected')),
  'consensus at the end, no break': (text) =>
    text.slice(0, text.indexOf('\n\n---\n\n## 🎯 Expected')),
  'no gaps': (text) => text.replaceAll(/\n+---\n+/gu, '\n').replaceAll(/\n{2,}(?=#)/gu, '\n'),
  'no consensus': (text) => text.slice(0, text.search(/\n## .*Registration Protocol/u)),
  'no consensus, sessions at the top': (text) =>
    text
      .slice(0, text.search(/\n## .*Registration Protocol/u))
      .replaceAll('### Session', '# Session'),
  'consensus of another level': (text) => text.replace(/^## (?=.*Consensus Validation)/mu, '#### '),
  'consensus in setext': (text) => text.replace(/^## (.*Consensus Validation)$/mu, '$1\n---')
}

for (const [seed, source] of Object.entries(seeds)) {
  for (const [form, make] of Object.entries(forms)) {
    const before = make(source)

    test(`scheduleEdits() inserts one section into the ${seed} seed with ${form}`, () => {
      const after = withSchedule(before)
      const {scheduleSection: section, blocks, tasks, records, range} = parseRegistry(after)
      assert.ok(section)
      const written = after.slice(section.start, section.end)
      assert.match(written, /^#+ Week 1 Schedule[\r\n]+Week 1 runs from Monday 2026-11-23/u)
      assert.equal(written.split('10:00').length, 1 + 2 + 2, 'The table and the chart')

      const added = addedTo(before, after)
      assert.ok(added.includes('Week 1 Schedule'))
      const known = parseRegistry(before)
      assert.deepEqual(
        {
          claims: blocks.map(({claim}) => claim),
          tasks: tasks.map(({text}) => text),
          records,
          range
        },
        {
          claims: known.blocks.map(({claim}) => claim),
          tasks: known.tasks.map(({text}) => text),
          records: [],
          range: known.range
        }
      )
    })

    test(`scheduleEdits() keeps to the line endings of the ${seed} seed with ${form}`, () => {
      const endings = (text: string) => new Set(text.match(/\r\n|\r|\n/gu))
      assert.deepEqual(endings(withSchedule(before)), endings(before))
    })

    test(`scheduleEdits() writes the same bytes again into the ${seed} seed with ${form}`, () => {
      const once = withSchedule(before)
      assert.equal(withSchedule(once), once)
      const other = {start: '2027-01-06', timeZone: 'America/New_York'}
      const moved = withSchedule(once, other)
      assert.notEqual(moved, once)
      assert.equal(moved, withSchedule(before, other), 'As if it had been so from the start')
      assert.equal(withSchedule(moved), once)
    })
  }
}

/** What one document has more than another, in one place; the test fails where more differs. */
function addedTo(before: string, after: string): string {
  let start = 0
  while (start < before.length && before[start] === after[start]) start++
  const rest = before.slice(start)
  assert.ok(
    after.endsWith(rest),
    'All that was there is there, in front of the section and after it'
  )
  return after.slice(start, after.length - rest.length)
}

test('scheduleEdits() gives the section the level of consensus, and its breaks', () => {
  const after = withSchedule(seeds.decoded)
  assert.match(after, /identity\n\n---\n\n## Week 1 Schedule\n\nWeek 1 runs/u)
  assert.match(after, /\n- Session 12 .*\n\n---\n\n## 🎯 Expected/u)
  const deeper = withSchedule(forms['consensus of another level']!(seeds.decoded))
  assert.match(deeper, /\n#### Week 1 Schedule\n/u)
})

test('scheduleEdits() keeps the heading that is there, and what is no part of the schedule', () => {
  const tail =
    '**Current Status**: 0/1 sessions registered\n\n### Session #2: Waiter\n\n- **NUMBER**: 2\n'
  const text = `# R\n\n### Session #1: Cook\n\n- **RESPONSIBILITIES**:\n  - Cook 8-9 AM\n\n## 📅 Week 1 Schedule ##\nOld text\n\n${tail}`
  const after = withSchedule(text)
  assert.match(after, /\n## 📅 Week 1 Schedule ##\n\nWeek 1 runs/u)
  assert.doesNotMatch(after, /Old text/u)
  assert.ok(after.endsWith(`\n\n${tail}`))
  assert.equal(withSchedule(after), after)
})

test('scheduleEdits() leaves a blank line before what follows without one', () => {
  const text =
    '# R\n\n### Session #1\n\n- **NUMBER**: 1\n\n## Consensus Validation\n```\nx\n```\nNext\n---\n\nend\n'
  const after = withSchedule(text)
  assert.match(after, /\n- Session 1\n\nNext\n---\n\nend\n$/u)
  assert.equal(withSchedule(after), after)
})

test('scheduleEdits() fills an empty section at the very end', () => {
  const text = '# R\n\n### Session #1\n\n- **NUMBER**: 1\n\n## Week 1 Schedule'
  const after = withSchedule(text)
  assert.match(after, /## Week 1 Schedule\n\nWeek 1 runs/u)
  assert.equal(withSchedule(after), after)
})

test('renderSchedule() says so where nobody names an hour', () => {
  const text = renderSchedule(scheduled([sessionOf('Cook')]), digest)
  assert.match(text, /No responsibility names an hour/u)
  assert.doesNotMatch(text, /mermaid|\|/u)
  assert.match(text, /Sessions without hours:\n\n- Session 1 `cook-1`, `Cook`$/u)
})

const hostile = [
  '# Session #9: Thief 9 AM',
  '### Session #9: Thief\n- **NUMBER**: 9 at 9 AM',
  '@everyone see https://evil.example 9 AM',
  '<img src=x onerror=alert(1)> <!-- 9 AM',
  'a | b | `c` | ``d`` 9 AM',
  '`````` 9 AM',
  '$\\href{javascript:x}{y}$ $`z`$ 9 AM',
  '[link](javascript:x) ![i](x) 9 AM',
  'click x call y() %%{init}%% ; end 9 AM',
  'section Other : done, 2020-01-01 9 AM',
  '2026-01-01 x 9 AM daily',
  'title T 9 AM',
  '#35;#quot; "q" \\ ~~~ 9 AM',
  '```\n## Week 1 Schedule\n``` 9 AM',
  '**Confirmed**: 2026-11-20T18:10:27Z 0123 9 AM',
  '- [x] Human approves final registry 9 AM',
  '\u202Eabc\u0000\u001B[31m\u2028 9 AM',
  ' --- 9 AM --- ',
  '👩‍🍳 料理 9 AM',
  ':::warning 9 AM'
]

/** Sessions that do hostile things. */
const hostiles = hostile.map((text, index) => ({
  ...sessionOf(text),
  number: index + 1,
  role: text,
  session: text
}))

/** The plain text of a cell in code, as GitHub's parser sees it. */
function codeOf(cell: string): string {
  const [, fence = '', inner = ''] = /^(`+)(.*?)\1$/u.exec(cell) ?? []
  const text = inner.replaceAll('\\|', '|')
  assert.notEqual(fence, '', `Expected code, got ${cell}`)
  return /^ .*\S.* $/u.test(text) && /`/u.test(text) ? text.slice(1, -1) : text
}

test('renderSchedule() leaves nothing of hostile text that means anything', () => {
  const body = renderSchedule(scheduled(hostiles), digest)
  const rows = body.split('\n').filter((line) => /^\| \d\d:|^\| by /u.test(line))
  const entries = scheduled(hostiles).entries
  assert.equal(rows.length, entries.length)
  assert.ok(rows.length >= 17)
  for (const row of rows) {
    const cells = row.slice(2, -2).split(/(?<!\\) \| /u)
    assert.equal(cells.length, 6, row)
    for (const cell of cells.slice(3)) codeOf(cell)
  }
  // oxlint-disable-next-line no-control-regex
  assert.doesNotMatch(body, /[\u0000-\u0009\u000B-\u001F\u202E\u2028]/u)
  const document = `# R\n\n## Sessions\n\n### Session #1\n\n- **NUMBER**: 1\n\n## Other\n\nend\n`
  const before = parseRegistry(document)
  const after = parseRegistry(applyEdits(document, scheduleEdits(before, body)))
  assert.deepEqual(
    [after.blocks.length, after.tasks.length, after.records.length, after.nextAction],
    [1, 0, 0, undefined]
  )
})

test('ganttLines() writes tasks and sections that mermaid reads, whatever the text', () => {
  const schedule = scheduled(hostiles)
  const chart = ganttOf(ganttLines(schedule))
  assert.equal(chart.tasks.length, schedule.entries.length)
  assert.deepEqual(
    [...new Set(chart.tasks.map(({section}) => section))],
    [...new Set(schedule.entries.map(({number}) => number))]
      .toSorted((a, b) => a - b)
      .map((number) => `Session ${number}`)
  )
})

test('ganttLines() draws stretches over midnight, points and deadlines', () => {
  const claim = sessionOf('Watch 10 PM - 2 AM', 'Call at noon', 'Close by midnight', 'Mon 9-10 AM')
  assert.deepEqual(ganttOf(ganttLines(scheduled([claim]))).tasks, [
    task('Mon 9-10 AM (Mon)', '2026-11-23 09:00', '2026-11-23 10:00'),
    // A line that starts with `call` would be an action to mermaid.
    task('- Call at noon (Mon–Fri)', '2026-11-23 12:00'),
    task('Watch 10 PM - 2 AM (Mon–Fri)', '2026-11-23 22:00', '2026-11-24 02:00'),
    task('Close by midnight (Mon–Fri)', '2026-11-24 00:00')
  ])
})

function task(label: string, from: string, to?: string): object {
  return {section: 'Session 1', label, from, to: to ?? from, isMilestone: to === undefined}
}

test('ganttLines() draws a limited number of tasks, and the section says so', () => {
  const claims = Array.from({length: mostTasks + 7}, (_, index) => ({
    ...sessionOf('Cook 8-9 AM'),
    number: index + 1
  }))
  const schedule = scheduled(claims)
  assert.equal(ganttOf(ganttLines(schedule)).tasks.length, mostTasks)
  assert.match(
    renderSchedule(schedule, digest),
    /each task with its days; 7 more are in the table/u
  )
})

const seed = 20_261_123

const words = fc.constantFrom(
  ...'Mon Friday daily weekly every other 9 AM - 5 PM by 8:30 noon midnight until , ; : # %% | ` $ and Tue-Thu except not monthly 2026-12-01 10-11 @x <b> click section \u202E é 料理'.split(
    ' '
  )
)
const sentences = fc.array(words, {maxLength: 12}).map((parts) => parts.join(' '))

test('scheduleOf() makes of any text entries that fit into a week, and a chart that can be read', () => {
  fc.assert(
    fc.property(fc.array(sentences, {maxLength: 6}), (texts) => {
      const schedule = scheduled([sessionOf(...texts)])
      for (const {kind, from, to, days} of schedule.entries) {
        assert.ok(from >= 0 && from <= 1440 && to <= 2880)
        assert.ok(kind === 'stretch' ? to > from && to - from <= 1440 : to === from)
        assert.ok(days.length > 0)
        assert.deepEqual(
          days,
          [...new Set(days)].toSorted((a, b) => a - b)
        )
      }
      assert.equal(ganttOf(ganttLines(schedule)).tasks.length, schedule.entries.length)
      const named = [...schedule.entries, ...schedule.withoutDays].length > 0
      assert.equal(schedule.withoutHours.length, named ? 0 : 1)
    }),
    {seed, numRuns: 300}
  )
})

test('scheduleEdits() is idempotent and adds one stretch of text to any document', () => {
  fc.assert(
    fc.property(documents, fc.array(sentences, {maxLength: 4}), (text, texts) => {
      const body = renderSchedule(scheduled([sessionOf(...texts)]), digest)
      const registry = parseRegistry(text)
      const after = applyEdits(text, scheduleEdits(registry, body))
      addedTo(text, after)
      const again = parseRegistry(after)
      // In open code there is no section; the action refuses that.
      fc.pre(again.scheduleSection !== undefined)
      assert.deepEqual(scheduleEdits(again, body), [])
      assert.equal(linesOf(after).join(''), after)
    }),
    {seed, numRuns: 300}
  )
})

test('addDays() goes over months, years and leap days', () => {
  assert.deepEqual(
    [addDays('2026-12-31', 1), addDays('2028-02-28', 1), addDays('2026-03-01', -1)],
    ['2027-01-01', '2028-02-29', '2026-02-28']
  )
})
