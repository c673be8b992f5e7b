/**
 * Commit id, hex, of the check action that belongs to this program. The build writes it here; run
 * from its sources, the program has none.
 */
export const actionCommit: string | undefined = undefined
