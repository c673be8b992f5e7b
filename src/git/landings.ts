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

/** Which commits are meant. */
export interface Landings {
  /** Commit id, hex. */
  readonly tip: string
  /** From the root. */
  readonly path: string
  /** Whether those count that merges brought, too. */
  readonly withMerged?: boolean
}

/** Lists what landed on a branch, newest first. */
export async function readLandings(
  git: Git,
  {tip, path, withMerged = false}: Landings
): Promise<readonly LandedCommit[]> {
  const stdout = await runChecked(
    git,
    [
      '-c',
      'log.follow=false',
      'log',
      ...(withMerged ? ['--full-history'] : ['--first-parent']),
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
