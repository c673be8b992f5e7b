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
  /** Blob id of the registry in the first parent; `undefined` where it is not there. */
  readonly before: string | undefined
  /** Blob id of the registry in this commit. */
  readonly after: string | undefined
}

/** Which commits are meant. */
export interface Range {
  /** Revisions: ids of commits whose history is listed, and `^id` for what is left out. */
  readonly revisions: readonly string[]
  /** Paths from the root under which the registry was known, the present one first. */
  readonly paths: readonly string[]
  readonly withMerges: boolean
}

/** Lines of one record that come before the files. */
const format = ['%H', '%P', '%an', '%cd', '%B'].join('%x00')

/**
 * Lists the commits that changed a registry, each against its first parent. What a merge brought in
 * comes before the merge, and after what its first parent holds: so the order is that of the first
 * parents, and what landed with a merge counts from there.
 */
export async function readHistory(git: Git, range: Range): Promise<readonly Entry[]> {
  const {code, stdout, stderr} = await run(
    git,
    [
      'log',
      '--topo-order',
      '--reverse',
      '--full-history',
      ...(range.withMerges ? ['--show-pulls', '--diff-merges=first-parent'] : ['--no-merges']),
      '--raw',
      '--no-abbrev',
      '--no-renames',
      '-z',
      '--date=format-local:%Y-%m-%dT%H:%M:%SZ',
      `--format=${format}`,
      ...range.revisions,
      '--',
      ...range.paths.map((path) => `:(top,literal)${path}`)
    ],
    {environment: {TZ: 'UTC'}}
  )
  if (code !== 0) throw gitFailure('log', stderr)
  return parseLog(stdout.toString(), range.paths)
}

/** Parts of a record before its files. */
const headLength = format.split('%x00').length

/** No part of a record can hold a NUL; files follow in pairs of a line that starts with a colon, and a path. */
function parseLog(output: string, paths: readonly string[]): readonly Entry[] {
  const parts = output.split('\0')
  const entries: Entry[] = []
  for (let start = 0; start + headLength <= parts.length;) {
    let end = start + headLength
    while (isRaw(parts[end])) end += 2
    const files = parts
      .slice(start + headLength, end)
      .flatMap((part, index, all) => (index % 2 === 0 ? [rawFile(part, all[index + 1] ?? '')] : []))
    entries.push({...parseHead(parts.slice(start, end)), ...blobsOf(files, paths)})
    start = end
  }

  return entries
}

function isRaw(part: string | undefined): boolean {
  return part !== undefined && /^\n*:/u.test(part)
}

function parseHead(parts: readonly string[]): Omit<Entry, 'before' | 'after'> {
  const [commit = '', parents = '', author = '', time = '', message = ''] = parts
  return {
    commit: commit.trim(),
    parents: parents.split(' ').filter((parent) => parent !== ''),
    author,
    time,
    message
  }
}

interface RawFile {
  readonly path: string
  readonly before: string | undefined
  readonly after: string | undefined
}

/** Reads `:100644 100644 <old> <new> M`; zeros stand for a side that has no file. */
function rawFile(line: string, path: string): RawFile {
  const [, , before = '', after = ''] = line.trim().split(' ')
  const known = (oid: string) => (/^0*$/u.test(oid) ? undefined : oid)
  return {path, before: known(before), after: known(after)}
}

/** A rename is a file that goes under one path and comes under another. */
function blobsOf(files: readonly RawFile[], paths: readonly string[]) {
  const ordered = paths.flatMap((path) => files.filter((file) => file.path === path))
  return {
    before: ordered.find(({before}) => before)?.before,
    after: ordered.find(({after}) => after)?.after
  }
}

/**
 * Finds the path under which a commit's parent had a file that the commit renamed.
 *
 * @param path - under which the commit has it.
 */
export async function renamedFrom(
  git: Git,
  commit: string,
  path: string
): Promise<string | undefined> {
  const {code, stdout, stderr} = await run(git, [
    'diff-tree',
    '-r',
    '-z',
    '--no-commit-id',
    '--find-renames',
    '--diff-filter=R',
    '--name-status',
    commit
  ])
  if (code !== 0) throw gitFailure('diff-tree', stderr)
  const parts = stdout.toString().split('\0')
  const index = parts.findIndex((part, place) => place % 3 === 2 && part === path)
  return index === -1 ? undefined : parts[index - 1]
}
