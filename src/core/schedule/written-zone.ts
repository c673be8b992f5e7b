import type {Registry} from '../registry.ts'

/** Time zone of the schedule that a document has; `undefined` without one. */
export function writtenZone({text, scheduleSection: span}: Registry): string | undefined {
  const section = span ? text.slice(span.start, span.end) : ''
  return /in the time zone `([^`\r\n]+)`/u.exec(section)?.[1]
}
