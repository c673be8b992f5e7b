import {bisect} from '../core/bisect.ts'

/** A change of a zone's offset from UTC, in minutes. */
interface Transition {
  /** Milliseconds since 1970 at which the new offset holds. */
  readonly at: number
  readonly from: number
  readonly to: number
}

const minute = 60_000
const day = 1440 * minute

/** Days to look back for the change that brought the offset of a time. */
const longestBack = 400

/**
 * Writes the time zone of a stretch of time as RFC 5545 wants it beside events that name it: each
 * change of its offset in that time, and the one before.
 *
 * The library that writes the events knows no zones; rules for all years are not needed, since the
 * events end.
 *
 * @param until - milliseconds since 1970, as `from`.
 * @returns lines of a `VTIMEZONE`.
 */
export function zoneLines(
  timeZone: string,
  {from, until}: {readonly from: number; readonly until: number}
): readonly string[] {
  const offsetAt = offsetsOf(timeZone)
  const found = transitions(offsetAt, from - longestBack * day, until)
  const earlier = found.findLast(({at}) => at <= from)
  const known = found.filter(({at}) => at > from)
  const offset = offsetAt(from)
  const standard = Math.min(offset, ...found.flatMap((change) => [change.from, change.to]))
  const first = earlier ?? {at: -offset * minute, from: offset, to: offset}
  return [
    'BEGIN:VTIMEZONE',
    `TZID:${timeZone}`,
    ...[first, ...known].flatMap((change) => observance(change, standard)),
    'END:VTIMEZONE'
  ]
}

function observance({at, from, to}: Transition, standard: number): readonly string[] {
  const kind = to > standard ? 'DAYLIGHT' : 'STANDARD'
  const onset = new Date(at + from * minute).toISOString().slice(0, 19).replaceAll(/[-:]/gu, '')
  return [
    `BEGIN:${kind}`,
    `DTSTART:${onset}`,
    `TZOFFSETFROM:${offsetText(from)}`,
    `TZOFFSETTO:${offsetText(to)}`,
    `END:${kind}`
  ]
}

function offsetText(offset: number): string {
  const size = Math.abs(offset)
  const parts = [Math.floor(size / 60), size % 60].map((part) => String(part).padStart(2, '0'))
  return `${offset < 0 ? '-' : '+'}${parts.join('')}`
}

/** Makes the function that tells a zone's offset at a time. */
function offsetsOf(timeZone: string): (time: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {timeZone, timeZoneName: 'longOffset'})
  return (time) => {
    const part = format.formatToParts(time).find(({type}) => type === 'timeZoneName')
    const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)/u.exec(part?.value ?? '') ?? []
    const size = Number(hours ?? 0) * 60 + Number(minutes ?? 0)
    return sign === '-' ? -size : size
  }
}

function transitions(
  offsetAt: (time: number) => number,
  from: number,
  until: number
): readonly Transition[] {
  const found: Transition[] = []
  for (let time = from, before = offsetAt(from); time < until; time += day) {
    const after = offsetAt(time + day)
    if (after !== before) {
      found.push({at: changeBetween(offsetAt, time, time + day), from: before, to: after})
    }
    before = after
  }

  return found
}

/** The first minute with the offset of the later of two times. */
function changeBetween(offsetAt: (time: number) => number, from: number, until: number): number {
  const [low, high] = [Math.floor(from / minute), Math.ceil(until / minute)]
  const after = offsetAt(until)
  const last = bisect(low, high, (minutes) => offsetAt(minutes * minute) !== after)
  return (last + 1) * minute
}
