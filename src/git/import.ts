import {gitFailure} from './failure.ts'
import type {Identity} from './identity.ts'
import {type Git, run} from './run.ts'

/** A commit that is to be made. */
export interface NewCommit {
  readonly identity: Identity
  readonly message: string
  /** Files that it brings; all others are its first parent's. */
  readonly files?: readonly ImportedFile[]
  /** Commit id of a second parent, hex. */
  readonly merged?: string | undefined
  /** Tree that it starts from, hex; the first parent's without it. */
  readonly tree?: string | undefined
}

/** A file's new bytes. */
export interface ImportedFile {
  /** From the root; without control characters. */
  readonly path: string
  /** `100644` or `100755`. */
  readonly mode: string
  readonly bytes: Uint8Array
}

/** Where commits are made. */
export interface ImportOptions {
  /** Commit id of the first one's parent, hex; without it, it has none. */
  readonly parent: string | undefined
  /** Gets the last commit, so that garbage collection does not take any of them. */
  readonly ref: string
}

/**
 * Makes commits, each on the one before, without index or worktree; one process writes blobs, trees,
 * commits and the ref.
 *
 * @returns their ids, hex, in order.
 * @throws {RegmdError} `NOT_A_REPOSITORY` if git cannot write.
 */
export async function importCommits(
  git: Git,
  commits: readonly NewCommit[],
  {parent, ref}: ImportOptions
): Promise<readonly string[]> {
  const parts = commits.flatMap((commit, index) => {
    const from = index === 0 ? parent : `:${index}`
    return importCommands(commit, {mark: index + 1, ref, from})
  })
  const marks = commits.map((_, index) => `get-mark :${index + 1}\n`).join('')
  const {code, stdout, stderr} = await run(
    git,
    ['fast-import', '--quiet', '--force', '--date-format=raw'],
    {input: Buffer.concat([...parts, Buffer.from(marks)])}
  )
  const oids = stdout
    .toString()
    .split('\n')
    .filter((line) => /^[0-9a-f]{40,64}$/u.test(line))
  if (code !== 0 || oids.length !== commits.length) throw gitFailure('fast-import', stderr)
  return oids
}

interface Place {
  readonly mark: number
  readonly ref: string
  /** Commit id or mark. */
  readonly from: string | undefined
}

/** Commands of git-fast-import(1) for one commit. */
function importCommands(
  {identity, message, files = [], merged, tree}: NewCommit,
  {mark, ref, from}: Place
): readonly Uint8Array[] {
  const words = Buffer.from(message)
  const head = [
    // Else it would go on where the ref is.
    ...(from === undefined ? [`reset ${ref}`] : []),
    `commit ${ref}`,
    `mark :${mark}`,
    `author ${identity.author}`,
    `committer ${identity.committer}`,
    `data ${words.length}\n`
  ]
  const place = [
    '',
    ...(from === undefined ? [] : [`from ${from}`]),
    ...(merged === undefined ? [] : [`merge ${merged}`]),
    ...(tree === undefined ? [] : [`M 040000 ${tree} ""`])
  ]
  return [
    Buffer.from(head.join('\n')),
    words,
    Buffer.from(`${place.join('\n')}\n`),
    ...files.flatMap(fileCommands)
  ]
}

function fileCommands({path, mode, bytes}: ImportedFile): readonly Uint8Array[] {
  const head = `M ${mode} inline ${quote(path)}\ndata ${bytes.length}\n`
  return [Buffer.from(head), bytes, Buffer.from('\n')]
}

/** Quotes a path as git's C-style strings do. */
function quote(path: string): string {
  return `"${path.replace(/["\\]/gu, String.raw`\$&`)}"`
}
