import {type Git, gitFailure, run} from './run.ts'

/** A commit that changed the registry. */
export interface Entry {
  /** Commit id, hex. */
  readonly commit: string
  readonly author: string
  /** ISO 8601, UTC; when the commit was made, by the committer's clock. */
  readonly time: string
  readonly subject: string
  /** Trailers `Registry-Action`, `Registry-Number`, `Registry-Session`; empty in other commits. */
  readonly action: string
  readonly number: string
  readonly session: string
}

/** Fields of one record, in the order of {@link Entry}. */
const format = [
  '%H',
  '%an',
  '%cd',
  '%s',
  ...['Action', 'Number', 'Session'].map(
    (name) => `%(trailers:key=Registry-${name},valueonly,separator=%x20)`
  )
].join('%x00')

/** Lists the commits of a history that changed a path, oldest first; merges that add nothing are left out. */
export async function readHistory(git: Git, tip: string, path: string): Promise<readonly Entry[]> {
  const {code, stdout, stderr} = await run(
    git,
    [
      // What a person has set for messages of their own.
      '-c',
      'core.commentChar=#',
      '-c',
      'trailer.separators=:',
      'log',
      // Not first-parent: a person's merge of the registry branch would hide its claims.
      '--topo-order',
      '--reverse',
      '--date=format-local:%Y-%m-%dT%H:%M:%SZ',
      `--format=${format}%x00%x00`,
      tip,
      '--',
      `:(top,literal)${path}`
    ],
    {environment: {TZ: 'UTC'}}
  )
  if (code !== 0) throw gitFailure('log', stderr)
  return stdout
    .toString()
    .split('\0\0\n')
    .filter((record) => record !== '')
    .map((record) => {
      const [
        commit = '',
        author = '',
        time = '',
        subject = '',
        action = '',
        number = '',
        session = ''
      ] = record.split('\0')
      return {commit, author, time, subject, action, number, session}
    })
}
