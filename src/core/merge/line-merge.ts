import {applyEdits} from '../edit.ts'
import {dominantEnding} from '../lines.ts'
import {assemble} from './assemble.ts'
import {type MarkedLines, markerEdits} from './markers.ts'
import {splitLines} from './piece.ts'
import {type Merged, linesConflict} from './result.ts'
import {isSameList} from './regions.ts'
import {type Sides, mapSides} from './sides.ts'
import {weave} from './weave.ts'

/** Merges texts line by line, as git does, with its conflict markers. */
export function mergeLines(texts: Sides<string>, markerSize: number): Merged {
  const kept = {keys: new Set<string>(), compare: () => 0}
  const strands = weave(mapSides(texts, splitLines), kept) ?? []
  const ending = dominantEnding(texts.ours)
  const {text, clashes} = assemble(strands, new Map(), {ending, separator: ending})
  return mark(text, clashes, {size: markerSize, ending})
}

/** One conflict of all that differs, where a merge line by line would go through and be wrong. */
export function refuseLines({ours, theirs}: Sides<string>, markerSize: number): Merged {
  const [one, other] = [splitLines(ours), splitLines(theirs)]
  const most = Math.min(one.length, other.length)
  let head = 0
  while (head < most && one[head] === other[head]) head++
  let tail = 0
  while (tail < most - head && one.at(-1 - tail) === other.at(-1 - tail)) tail++
  const start = one.slice(0, head).join('').length
  const end = ours.length - one.slice(one.length - tail).join('').length
  const lines = other.slice(head, other.length - tail).join('')
  const clash = {start, end, other: lines, isOurs: true}
  return mark(ours, isSameList(one, other) ? [] : [clash], {
    size: markerSize,
    ending: dominantEnding(ours)
  })
}

function mark(
  text: string,
  clashes: readonly MarkedLines[],
  style: {readonly size: number; readonly ending: string}
): Merged {
  const marked = applyEdits(
    text,
    clashes.flatMap((clash) => markerEdits(text, clash, style))
  )
  return {text: marked, conflicts: clashes.map(() => linesConflict)}
}
