import {criterionOfTask} from '../criterion.ts'
import {type Edit, applyEdits} from '../edit.ts'
import {parseRegistry} from '../parse.ts'
import {removeRecord, setRecord} from '../record-edit.ts'
import {recordKinds, writeStamp} from '../stamp.ts'
import type {Registry} from '../registry.ts'
import {type Sides, mapSides} from './sides.ts'

/**
 * Gives all sides the same derived lines, records and schedule, so that they cannot conflict: ours,
 * or theirs where ours has none.
 */
export function neutralise(sides: Sides<Registry>): Sides<Registry> {
  const schedule = scheduleOf(sides)
  return mapSides(sides, (side) => {
    if (side.text === '') return side
    const derived = rewrite(side, derivedLike(side, sides))
    const recorded = recordsLike(derived, sides.ours)
    const span = recorded.scheduleSection
    return schedule === undefined || !span
      ? recorded
      : rewrite(recorded, [{...span, replacement: schedule}])
  })
}

function rewrite(registry: Registry, edits: readonly Edit[]): Registry {
  return edits.length === 0 ? registry : parseRegistry(applyEdits(registry.text, edits), registry)
}

function derivedLike(side: Registry, {ours, theirs}: Sides<Registry>): readonly Edit[] {
  const lines = (['headerStatus', 'currentStatus', 'nextAction'] as const).flatMap((name) => {
    const [line, sample] = [side[name], ours[name] ?? theirs[name]]
    return line && sample ? [{...line.content, replacement: sample.value}] : []
  })
  const samples = [ours, theirs].flatMap(({text, tasks}) =>
    tasks.map((task) => ({
      id: criterionOfTask(task.text),
      box: text.slice(task.box.start, task.box.end)
    }))
  )
  const boxes = side.tasks.flatMap(({box, text}) => {
    const id = criterionOfTask(text)
    const sample = samples.find((task) => task.id === id)
    return id === undefined || !sample ? [] : [{...box, replacement: sample.box}]
  })
  return [...lines, ...boxes].filter(
    ({start, end, replacement}) => side.text.slice(start, end) !== replacement
  )
}

function recordsLike(side: Registry, {records}: Registry): Registry {
  return recordKinds.reduce((registry, kind) => {
    const sample = records.find((record) => record.kind === kind)
    const own = registry.records.find((record) => record.kind === kind)
    if (!sample) return own ? rewrite(registry, [removeRecord(own)]) : registry
    if (own && writeStamp(own) === writeStamp(sample)) return registry
    return rewrite(registry, setRecord(registry, kind, sample))
  }, side)
}

/** Activation writes the section anew: theirs if ours is as it was, else ours; of one side, that one. */
function scheduleOf(sides: Sides<Registry>): string | undefined {
  const {ancestor, ours, theirs} = mapSides(sides, ({text, scheduleSection: span, blocks}) => {
    if (!span || blocks.some(({lines}) => lines.start < span.end && lines.end > span.start)) {
      return undefined
    }
    return text.slice(span.start, span.end)
  })
  if (ours === undefined || theirs === undefined) return ours ?? theirs
  return ours === ancestor ? theirs : ours
}
