import {batchGap} from './batch-gap.ts'
import {derivedStale} from './derived-stale.ts'
import {fieldDuplicate} from './field-duplicate.ts'
import {fieldInvalid} from './field-invalid.ts'
import {fieldMissing} from './field-missing.ts'
import {formatDrift} from './format-drift.ts'
import {goalBatchMismatch} from './goal-batch-mismatch.ts'
import {goalConflict} from './goal-conflict.ts'
import {goalNotMeasurable} from './goal-not-measurable.ts'
import {numberDuplicate} from './number-duplicate.ts'
import {numberMismatch} from './number-mismatch.ts'
import {numberOutOfRange} from './number-out-of-range.ts'
import {roleDuplicate} from './role-duplicate.ts'
import {roleOverlap} from './role-overlap.ts'
import type {Rule} from './rule.ts'
import {sessionDuplicate} from './session-duplicate.ts'
import {statusUnknown} from './status-unknown.ts'
import {textUnsafe} from './text-unsafe.ts'
import {timestampInvalid} from './timestamp-invalid.ts'

/** What a document is judged by, in the order in which problems of one place are told. */
export const rules: readonly Rule[] = [
  numberDuplicate,
  numberOutOfRange,
  numberMismatch,
  sessionDuplicate,
  fieldDuplicate,
  fieldMissing,
  fieldInvalid,
  statusUnknown,
  timestampInvalid,
  roleDuplicate,
  roleOverlap,
  batchGap,
  goalNotMeasurable,
  goalBatchMismatch,
  goalConflict,
  textUnsafe,
  formatDrift,
  derivedStale
]
