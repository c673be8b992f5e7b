import type {Transition} from './changes/transition.ts'

/**
 * What happened to a registry in one commit.
 *
 * - a {@link Transition}: a block changed as it may; `edit` also stands for anything else that a
 *   commit did to the document.
 * - `confirm`, `broadcast`, `activate`: the orchestrator took a step that is about all blocks.
 * - `sync`: the registry branch took in what the base branch has.
 * - `approval`: the base branch took over blocks from the registry branch; where both are one, a
 *   person's commit said so.
 * - `lost`: a claim on another branch, of a number that somebody else has.
 * - `breach`: something that must not happen; `message` says what.
 */
export type HistoryAction =
  | Transition
  | 'confirm'
  | 'broadcast'
  | 'activate'
  | 'sync'
  | 'approval'
  | 'lost'
  | 'breach'

/** One thing that happened to a registry. */
export interface HistoryEntry {
  readonly action: HistoryAction
  readonly number: number | null
  /** Numbers of the blocks of an approval, ascending; else the number itself, if there is one. */
  readonly numbers: readonly number[]
  /** Who acts, or whose block it is. */
  readonly session: string | null
  /** Commit id, hex. */
  readonly commit: string
  readonly author: string
  /** UTC, `2026-11-20T18:10:27Z`; by the committer's clock, so no proof of order. */
  readonly time: string
  readonly subject: string
  /** How an approval came about, why a block was reassigned, who has what was lost, or what is wrong. */
  readonly message: string | null
}

/** Something in a history that must not be, and the commit that did it. */
export interface Breach {
  readonly kind: BreachKind
  /** Commit id, hex. */
  readonly commit: string
  readonly number: number | null
  readonly message: string
}

/** Names of what must not be in a history. */
export type BreachKind =
  | 'takeover'
  | 'rewrite'
  | 'rollback'
  | 'renumbering'
  | 'removal'
  | 'duplicate'
  | 'hand edit'
  | 'unreadable'
  | 'rewound'
