import {type Git, runChecked} from './run.ts'

/** What of a file's history is read. */
export interface Log {
  /** Placeholders of git-log(1), one for each part; none of them can hold a NUL. */
  readonly format: readonly string[]
  /** Options that choose commits and their order. */
  readonly options: readonly string[]
  /** Revisions: ids of commits whose history is listed, and `^id` for what is left out. */
  readonly revisions: readonly string[]
  /** From the root. */
  readonly paths: readonly string[]
  /** Form of times, a value of `--date`; without it in UTC, to the second. */
  readonly date?: 'raw'
}

/** Reads a log: for each commit the parts of the format. */
export async function readLog(
  git: Git,
  {format, options, revisions, paths, date}: Log
): Promise<readonly (readonly string[])[]> {
  const args = [
    // Someone may have set it for reading a file's history by eye.
    '-c',
    'log.follow=false',
    'log',
    ...options,
    '--no-patch',
    '--no-show-signature',
    '-z',
    '--encoding=UTF-8',
    `--date=${date ?? 'format-local:%Y-%m-%dT%H:%M:%SZ'}`,
    `--format=${format.join('%x00')}`,
    ...revisions,
    '--',
    ...paths.map((path) => `:(top,literal)${path}`)
  ]
  const parts = (await runChecked(git, args, {environment: {TZ: 'UTC'}})).split('\0')
  const {length} = format
  return Array.from({length: Math.floor(parts.length / length)}, (_, index) =>
    parts.slice(index * length, (index + 1) * length)
  )
}
