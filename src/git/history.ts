import {readLog} from './log.ts'
import type {Git} from './run.ts'

/** A commit that changed the registry. */
export interface Entry {
  /** Commit id, hex. */
  readonly commit: string
  /** Commit ids; more than one in a merge. */
  readonly parents: readonly string[]
  readonly author: string
  /** ISO 8601, UTC; when the commit was made, by the committer's clock. */
  readonly time: string
  readonly message: string
}

/** Which commits are meant. */
export interface Range {
  /** Revisions: ids of commits whose history is listed, and `^id` for what is left out. */
  readonly revisions: readonly string[]
  /** Paths from the root under which the registry was known, the present one first. */
  readonly paths: readonly string[]
  readonly withMerges: boolean
}

/**
 * Lists the commits that changed a registry. What a merge brought in comes before the merge, and
 * after what its first parent holds: so the order is that of the first parents, and what landed with
 * a merge counts from there.
 */
export async function readHistory(
  git: Git,
  {revisions, paths, withMerges}: Range
): Promise<readonly Entry[]> {
  const entries = await readLog(git, {
    format: ['%H', '%P', '%an', '%cd', '%B'],
    options: [
      '--topo-order',
      '--reverse',
      '--full-history',
      // A merge that changed nothing for its first parent is no part of the history.
      withMerges ? '--show-pulls' : '--no-merges'
    ],
    revisions,
    paths
  })
  return entries.map(entryOf)
}

function entryOf(parts: readonly string[]): Entry {
  const [commit = '', parents = '', author = '', time = '', message = ''] = parts
  return {
    commit,
    parents: parents.split(' ').filter((parent) => parent !== ''),
    author,
    time,
    message
  }
}
