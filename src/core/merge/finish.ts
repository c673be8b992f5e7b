import {deriveEdits} from '../derive.ts'
import {digestOf} from '../digest.ts'
import {type Edit, applyEdits} from '../edit.ts'
import {parseRegistry} from '../parse.ts'
import {setRecord} from '../record-edit.ts'
import {type RecordKind, recordKinds} from '../stamp.ts'
import type {RecordLine, Registry} from '../registry.ts'
import type {MarkedLines} from './markers.ts'
import type {Assembled} from './assemble.ts'
import {noteRival} from './note.ts'
import type {Rival} from './rivals.ts'
import type {Sides} from './sides.ts'

/** A merged document, read, and where the lines in it are that both sides changed. */
export interface Finished {
  readonly registry: Registry
  readonly clashes: readonly MarkedLines[]
}

/**
 * Leaves notes of claims that came second, keeps the records that are still true, and brings the
 * derived lines up to date.
 *
 * @throws {RangeError} if that would change lines that clash.
 */
export function finish(
  {text, clashes}: Assembled,
  sides: Sides<Registry>,
  rivals: readonly Rival[]
): Finished {
  const start: Finished = {registry: parseRegistry(text, sides.ours), clashes}
  const noted = rivals.reduce((one, rival) => change(one, noteRival(one.registry, rival)), start)
  const recorded = recordKinds.reduce((one, kind) => {
    const record = newest(kind, digestOf(one.registry), sides)
    const present = one.registry.records.find((other) => other.kind === kind)
    const isThere = record && present?.time === record.time && present.digest === record.digest
    return !record || isThere ? one : change(one, setRecord(one.registry, kind, record))
  }, noted)
  return change(recorded, deriveEdits(recorded.registry))
}

function newest(
  kind: RecordKind,
  digest: string,
  {ours, theirs}: Sides<Registry>
): RecordLine | undefined {
  return [...ours.records, ...theirs.records]
    .filter((record) => record.kind === kind && record.digest === digest)
    .toSorted((one, other) => (one.time < other.time ? 1 : -1))[0]
}

function change({registry, clashes}: Finished, edits: readonly Edit[]): Finished {
  if (edits.length === 0) return {registry, clashes}
  return {
    registry: parseRegistry(applyEdits(registry.text, edits), registry),
    clashes: clashes.map((clash) => ({
      ...clash,
      start: moved(clash.start, edits),
      end: moved(clash.end, edits)
    }))
  }
}

/** Where an offset is after edits. */
function moved(offset: number, edits: readonly Edit[]): number {
  let result = offset
  for (const {start, end, replacement} of edits) {
    if (start < offset && offset < end) throw new RangeError(`Cannot move ${offset}`)
    if (end <= offset) result += replacement.length - (end - start)
  }

  return result
}
