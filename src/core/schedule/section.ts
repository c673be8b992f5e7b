import type {BlockContent, PhrasingContent, Table} from 'mdast'
import {makePrintable} from '../characters.ts'
import {type Cell, list, paragraph, renderMarkdown, table, text} from '../mdast.ts'
import {weekdayName} from './date.ts'
import {ganttLines, mostTasks} from './gantt.ts'
import type {Schedule, Unscheduled} from './schedule.ts'
import {daysText, hoursText} from './wording.ts'

/** Code points of a foreign text at most. */
const longest = 300

/**
 * Writes what stands under the heading of the schedule: the week, a table, a chart, and who has no
 * hours. The same schedule gives the same text.
 *
 * @param digest - of the registry, 64 hex digits.
 * @returns markdown with `\n` between its lines, and none at its end.
 */
export function renderSchedule(schedule: Schedule, digest: string): string {
  return renderMarkdown([
    intro(schedule, digest),
    ...(schedule.entries.length === 0
      ? [paragraph([text('No responsibility names an hour of a day of the week.')])]
      : [entryTable(schedule), chartNote(schedule), chart(schedule)]),
    ...withoutDays(schedule),
    ...withoutHours(schedule)
  ]).trimEnd()
}

function intro({start, end, timeZone}: Schedule, digest: string): BlockContent {
  return paragraph([
    text(
      `Week 1 runs from ${weekdayName(start)} ${start} to ${weekdayName(end)} ${end}, in the time zone `
    ),
    code(timeZone),
    text(', for the registry with the digest '),
    code(digest),
    text('. '),
    code('regmd activate'),
    text(
      ' writes this section from the hours that responsibilities name, and replaces it as a whole.'
    )
  ])
}

function entryTable({entries}: Schedule): Table {
  const head = ['Hours', 'Days', '#', 'Session', 'Role', 'Task']
  const rows = entries.map((entry) => [
    [text(hoursText(entry))],
    [text(daysText(entry.days))],
    [text(String(entry.number))],
    foreign(entry.session),
    foreign(entry.role),
    foreign(entry.text)
  ])
  return table(head, rows)
}

function chartNote({entries}: Schedule): BlockContent {
  const left = entries.length - mostTasks
  const more = left > 0 ? `; ${left} more are in the table only` : ''
  return paragraph([text(`The hours of one day, each task with its days${more}:`)])
}

function chart(schedule: Schedule): BlockContent {
  return {type: 'code', lang: 'mermaid', value: ganttLines(schedule).join('\n')}
}

function withoutDays({withoutDays: others}: Schedule): readonly BlockContent[] {
  const items = others.map(({text: task, ...who}) => [
    ...whoCells(who),
    text(': '),
    ...foreign(task)
  ])
  return listUnder('Hours without a day of the week, which are not in the schedule:', items)
}

function withoutHours({withoutHours: others}: Schedule): readonly BlockContent[] {
  return listUnder('Sessions without hours:', others.map(whoCells))
}

function whoCells({number, session, role}: Unscheduled): Cell {
  const name = foreign(session)
  const duty = foreign(role)
  return [
    text(`Session ${number}`),
    ...(name.length > 0 ? [text(' '), ...name] : []),
    ...(duty.length > 0 ? [text(', '), ...duty] : [])
  ]
}

function listUnder(title: string, items: readonly Cell[]): readonly BlockContent[] {
  if (items.length === 0) return []
  return [paragraph([text(title)]), list(items.map((cell) => [paragraph(cell)]))]
}

function code(value: string): PhrasingContent {
  return {type: 'inlineCode', value}
}

/** Foreign text as code, in which nothing has a meaning. */
function foreign(value: string): Cell {
  const points = Array.from(value.trim())
  const cut = points.length > longest ? `${points.slice(0, longest).join('')}…` : value.trim()
  return cut === '' ? [] : [code(makePrintable(cut))]
}
