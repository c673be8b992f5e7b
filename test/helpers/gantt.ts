import assert from 'node:assert/strict'

/** A task of a gantt chart. */
export interface GanttTask {
  readonly section: string
  readonly label: string
  /** `2026-11-23 06:00` */
  readonly from: string
  readonly to: string
  readonly isMilestone: boolean
}

/** A gantt chart, read. */
export interface Gantt {
  readonly tasks: readonly GanttTask[]
}

/**
 * What mermaid's own lexer takes for something else than a task where a line starts with it, in any
 * letters.
 */
const statement =
  /^(?:gantt|dateformat|inclusiveenddates|topaxis|axisformat|tickinterval|includes|excludes|todaymarker|weekday|weekend|acctitle|accdescr|title|section|click|call|href|\d{4}-\d\d-\d\d|%|#)/iu

const head = ['gantt', 'dateFormat YYYY-MM-DD HH:mm', 'axisFormat %H:%M', 'todayMarker off']
const moment = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d`
const stretch = new RegExp(`^(${moment}), (${moment})$`, 'u')
const milestone = new RegExp(`^milestone, (${moment}), 0m$`, 'u')

/**
 * Reads the lines of a gantt chart by a grammar that is stricter than mermaid's, and fails on
 * everything that mermaid would read otherwise.
 */
export function ganttOf(lines: readonly string[]): Gantt {
  const trimmed = lines.map((line) => line.trim())
  assert.deepEqual(trimmed.slice(0, head.length), head)
  const tasks: GanttTask[] = []
  let section: string | undefined
  for (const line of trimmed.slice(head.length)) {
    assert.doesNotMatch(line, /[\r\n;#%"'`{}<>\\]/u)
    const [, name] = /^section (Session \d+)$/u.exec(line) ?? []
    if (name === undefined) tasks.push(taskOf(line, section))
    section = name ?? section
  }

  return {tasks}
}

function taskOf(line: string, section: string | undefined): GanttTask {
  assert.ok(section !== undefined, `Expected a section before ${line}`)
  assert.doesNotMatch(line, statement)
  const [, label = '', data = ''] = /^([^:]+) :([^;#]+)$/u.exec(line) ?? []
  assert.notEqual(label.trim(), '', `Expected a task, got ${line}`)
  const [, from, to] = stretch.exec(data) ?? []
  const [, at] = milestone.exec(data) ?? []
  const start = from ?? at
  assert.ok(start !== undefined, `Expected times, got ${data}`)
  return {section, label, from: start, to: to ?? start, isMilestone: at !== undefined}
}
