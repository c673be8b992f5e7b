import {detached} from './detached.ts'
import {placed} from './placed-segment.ts'
import type {Segment, Segments} from './segments.ts'

/** What of an earlier reading holds for a text; it is asked from the start of the text to its end. */
export interface Reusable {
  /** The earlier segment that stands at an offset now, if it is a cut. */
  readonly at: (offset: number) => Segment | undefined
  /** The reading of a source that stood elsewhere, if that was not a plain block. */
  readonly find: (source: string) => Segment['reading'] | undefined
  /** A part of the text, to be kept: of many versions only what differs is to stay in memory. */
  readonly cut: (start: number, end: number) => string
}

/** Compares a text with an earlier version of it. */
export function reusable({text: before, list}: Segments, text: string): Reusable {
  const cut = (start: number, end: number) => text.slice(start, end)
  if (list.length === 0) return {at: () => undefined, find: () => undefined, cut}
  let [next, misses] = [0, 0]
  let readings: ReadonlyMap<string, Segment['reading']> | undefined
  return {
    at(offset) {
      // After others that were put in, taken out, or changed.
      for (const index of [next, next + 1, next + misses]) {
        const segment = list[index]
        if (!segment || !stands(segment, before, {text, offset})) continue
        next = index + 1
        misses = 0
        return movedBy(segment, offset - segment.start)
      }

      misses++
      return undefined
    },
    find(source) {
      readings ??= new Map(
        list
          .filter(({reading}) => 'type' in reading)
          .map(({start, confirmedEnd, reading}) => [before.slice(start, confirmedEnd), reading])
      )
      return readings.get(source)
    },
    cut: (start, end) => detached(cut(start, end))
  }
}

/** Whether a text has a segment at an offset, and after it the unit that ended its last line. */
function stands(
  {start, confirmedEnd}: Segment,
  before: string,
  {text, offset}: {readonly text: string; readonly offset: number}
): boolean {
  const end = offset + confirmedEnd - start
  const isLast = confirmedEnd === before.length
  if (isLast !== (end === text.length)) return false
  return text.slice(offset, end + 1) === before.slice(start, confirmedEnd + 1)
}

function movedBy(segment: Segment, distance: number): Segment {
  const {start, end, confirmedEnd, reading} = segment
  if (distance === 0) return segment
  return placed({
    start: start + distance,
    end: end + distance,
    confirmedEnd: confirmedEnd + distance,
    reading
  })
}
