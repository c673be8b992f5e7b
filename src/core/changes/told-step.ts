import type {Deed} from '../deed.ts'
import type {Breach} from '../history.ts'
import type {RecordLine} from '../registry.ts'
import type {JudgedChange} from './step.ts'

/** A record that a commit brings. */
export interface ToldRecord {
  readonly record: RecordLine
  /** Whether the commit says so, by whoever may. */
  readonly isRightful: boolean
}

/** A commit, as its history is told. */
export interface ToldStep {
  /** Commit id, hex. */
  readonly commit: string
  /** What its message says; empty for a commit that regmd did not make. */
  readonly deeds: readonly Deed[]
  readonly author: string
  /** UTC, `2026-11-20T18:10:27Z`. */
  readonly time: string
  readonly subject: string
  readonly isMerge: boolean
  /** Whether it is a first parent of the registry branch or of the base branch: landed by itself. */
  readonly isOnLine: boolean
  /** Whether it is a first parent of the base branch, that branch not being the registry branch too. */
  readonly isOnBase: boolean
  /** Whether its first parent has no registry yet. */
  readonly isStart: boolean
  /** What it does to blocks, compared with its first parent. */
  readonly changes: readonly JudgedChange[]
  /** Records of the protocol that it brings. */
  readonly records: readonly ToldRecord[]
  /** Numbers that are registered after a commit that approves them, ascending; none after others. */
  readonly registered: readonly number[]
  /** What it breaks in the document as a whole. */
  readonly breaches: readonly Breach[]
}
