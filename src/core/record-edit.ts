import {type Edit, applyEdits} from './edit.ts'
import {dominantEnding, lineEnd, lineStart} from './lines.ts'
import {type RecordKind, type Stamp, recordKinds, recordLabels, writeStamp} from './stamp.ts'
import type {LabelLine, RecordLine, Registry} from './registry.ts'

/** Writes a record: in the place of the one that is there, else after what goes before it. */
export function setRecord(registry: Registry, kind: RecordKind, stamp: Stamp): readonly Edit[] {
  const present = registry.records.find((record) => record.kind === kind)
  if (present) return [{...present.content, replacement: writeStamp(stamp)}]
  const ending = dominantEnding(registry.text)
  const line = `${labelLike(registry, kind)} ${writeStamp(stamp)}`
  const at = placeFor(registry, kind)
  const gap = ending + ending
  return [{start: at, end: at, replacement: leads(registry, at) ? line + gap : gap + line}]
}

/** Takes a record out, with the gap that came with it. */
export function removeRecord({lines}: RecordLine): Edit {
  return {...lines, replacement: ''}
}

/** Whether there is nothing but records before an offset. */
function leads({text, records}: Registry, at: number): boolean {
  const earlier = records.filter(({lines}) => lines.end <= at)
  const without = applyEdits(text.slice(0, at), earlier.map(removeRecord))
  return without.trim() === ''
}

/** Offset after which a record goes: an earlier record's, the derived lines', else the first block's. */
function placeFor({text, records, blocks, ...registry}: Registry, kind: RecordKind): number {
  const earlier = recordKinds.slice(0, recordKinds.indexOf(kind))
  const record = records.findLast((other) => earlier.includes(other.kind))
  if (record) return record.lines.end
  const {nextAction, currentStatus, tasks, headerStatus} = registry
  const ends = [
    nextAction?.paragraph.end,
    currentStatus?.paragraph.end,
    tasks.at(-1)?.item.end,
    headerStatus?.paragraph.end
  ]
  const end = ends.find((offset) => offset !== undefined)
  if (end !== undefined) return lineEnd(text, end)
  const start = blocks[0]?.lines.start ?? text.length
  const before = text.slice(0, start).trimEnd().length
  return before === 0 ? start : lineEnd(text, before)
}

/** Name and colon as the derived lines write theirs: `**Confirmed**:` or `**Confirmed:**`. */
function labelLike(registry: Registry, kind: RecordKind): string {
  const {text, nextAction, currentStatus, headerStatus} = registry
  const sample: LabelLine | undefined = nextAction ?? currentStatus ?? headerStatus
  const start = sample?.content.start ?? 0
  const source = text.slice(lineStart(text, start), start).trim()
  const name = recordLabels[kind]
  return /^(?:\*\*|__)/u.test(source) ? source.replace(/[^:*_]+/u, name) : `**${name}**:`
}
