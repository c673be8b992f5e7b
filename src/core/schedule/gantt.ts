import {addDays} from './date.ts'
import type {Entry, Schedule} from './schedule.ts'
import {clockText, daysText} from './wording.ts'

/** Entries that a chart shows at most; GitHub draws no larger ones that could be read. */
export const mostTasks = 300

/** Characters of a label at most. */
const longest = 60

/** Words with which a line of a gantt chart says something else than a task. */
const keyword =
  /^(?:gantt|dateformat|inclusiveenddates|topaxis|axisformat|tickinterval|includes|excludes|todaymarker|weekday|weekend|title|acctitle|accdescr|accdescription|section|click|call|href|\d{4}-\d\d-\d\d)/iu

/**
 * Draws the hours of one day as a mermaid gantt chart, a section a session: a week's hours would be
 * too narrow to read, so that each task says its days.
 *
 * @returns lines without their endings.
 */
export function ganttLines({
  start,
  entries
}: Pick<Schedule, 'start' | 'entries'>): readonly string[] {
  const shown = entries.slice(0, mostTasks).toSorted((a, b) => a.number - b.number)
  const lines = shown.flatMap((entry, index) => [
    ...(shown[index - 1]?.number === entry.number ? [] : [`    section Session ${entry.number}`]),
    `    ${taskLine(start, entry)}`
  ])
  return [
    'gantt',
    '    dateFormat YYYY-MM-DD HH:mm',
    '    axisFormat %H:%M',
    '    todayMarker off',
    ...lines
  ]
}

function taskLine(start: string, {text, kind, from, to, days}: Entry): string {
  const label = `${labelText(text)} (${daysText(days)})`
  return kind === 'stretch'
    ? `${label} :${moment(start, from)}, ${moment(start, to)}`
    : `${label} :milestone, ${moment(start, from)}, 0m`
}

function moment(start: string, minutes: number): string {
  const days = Math.floor(minutes / 1440)
  return `${addDays(start, days)} ${clockText(minutes % 1440)}`
}

/** What of a text mermaid takes as a label, and as nothing else. */
function labelText(text: string): string {
  const plain = text.replaceAll(/[^\p{L}\p{M}\p{N} ()+,./–-]+/gu, ' ').replaceAll(/\s+/gu, ' ')
  const cut = Array.from(plain.trim()).slice(0, longest).join('').trim()
  if (!/[\p{L}\p{N}]/u.test(cut)) return 'Task'
  return keyword.test(cut) ? `- ${cut}` : cut
}
