import {type Git, gitFailure, run} from './run.ts'

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

const format = ['%H', '%P', '%an', '%cd', '%B'].join('%x00')

/** Parts of a record; none of them can hold a NUL. */
const length = format.split('%x00').length

/**
 * Lists the commits that changed a registry. What a merge brought in comes before the merge, and
 * after what its first parent holds: so the order is that of the first parents, and what landed with
 * a merge counts from there.
 */
export async function readHistory(git: Git, range: Range): Promise<readonly Entry[]> {
  const {code, stdout, stderr} = await run(
    git,
    [
      // Someone may have set it for reading a file's history by eye.
      '-c',
      'log.follow=false',
      'log',
      '--topo-order',
      '--reverse',
      '--full-history',
      // A merge that changed nothing for its first parent is no part of the history.
      range.withMerges ? '--show-pulls' : '--no-merges',
      '--no-patch',
      '--no-show-signature',
      '-z',
      '--encoding=UTF-8',
      '--date=format-local:%Y-%m-%dT%H:%M:%SZ',
      `--format=${format}`,
      ...range.revisions,
      '--',
      ...range.paths.map((path) => `:(top,literal)${path}`)
    ],
    {environment: {TZ: 'UTC'}}
  )
  if (code !== 0) throw gitFailure('log', stderr)
  const parts = stdout.toString().split('\0')
  return Array.from({length: Math.floor(parts.length / length)}, (_, index) =>
    entryOf(parts.slice(index * length, (index + 1) * length))
  )
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
