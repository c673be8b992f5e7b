/** Something that a merge could not settle by itself. */
export interface MergeConflict {
  /** Of the block; `null` outside of blocks. */
  readonly number: number | null
  /** What both sides did, in words; it quotes the document. */
  readonly message: string
  /** Session ids that take part, ours first, each once. */
  readonly sessions: readonly string[]
  /** The exact next command to run. */
  readonly next: string
}

/** What a merge came to. */
export interface Merged {
  readonly text: string
  /** Empty where the merge is clean. */
  readonly conflicts: readonly MergeConflict[]
}

/** Lines outside of blocks that both sides changed. */
export const linesConflict: MergeConflict = {
  number: null,
  message: 'Both sides changed the same lines; they stand between conflict markers',
  sessions: [],
  next: 'git diff'
}
