import {type Git, runChecked} from './run.ts'

/** A commit of a branch's line of first parents that touched a file. */
export interface LandedCommit {
  /** Commit id, hex. */
  readonly commit: string
  readonly isMerge: boolean
  readonly author: {readonly email: string; readonly time: string}
  readonly committer: {readonly email: string; readonly time: string}
  readonly message: string
}

const format = ['%H', '%P', '%ae', '%ad', '%ce', '%cd', '%B'].join('%x00')

/** Parts of a record; none of them can hold a NUL. */
const length = format.split('%x00').length

/**
 * Lists what landed on a branch, newest first: not what its merges brought, but the merges.
 *
 * @param path - from the root.
 */
export async function readLandings(
  git: Git,
  tip: string,
  path: string
): Promise<readonly LandedCommit[]> {
  const stdout = await runChecked(
    git,
    [
      '-c',
      'log.follow=false',
      'log',
      '--first-parent',
      '--no-patch',
      '--no-show-signature',
      '-z',
      '--encoding=UTF-8',
      '--date=format-local:%Y-%m-%dT%H:%M:%SZ',
      `--format=${format}`,
      tip,
      '--',
      `:(top,literal)${path}`
    ],
    {environment: {TZ: 'UTC'}}
  )
  const parts = stdout.split('\0')
  return Array.from({length: Math.floor(parts.length / length)}, (_, index) =>
    landingOf(parts.slice(index * length, (index + 1) * length))
  )
}

function landingOf(parts: readonly string[]): LandedCommit {
  const [commit = '', parents = '', authored = '', written = '', by = '', at = '', message = ''] =
    parts
  return {
    commit,
    isMerge: parents.includes(' '),
    author: {email: authored, time: written},
    committer: {email: by, time: at},
    message
  }
}
