import type {Registry} from '../registry.ts'
import type {Step} from './step.ts'

/** A commit, as its history is told. */
export interface ToldStep extends Step {
  readonly author: string
  /** UTC, `2026-11-20T18:10:27Z`. */
  readonly time: string
  readonly subject: string
  readonly isMerge: boolean
  /** Whether it is a first parent of the base branch, that branch not being the registry branch too. */
  readonly isOnBase: boolean
  /** Documents; `undefined` where there is none, or none that can be read. */
  readonly documents: {readonly before: Registry | undefined; readonly after: Registry | undefined}
  /** Whether there is a file after it, readable or not. */
  readonly hasFile: boolean
}
