import {RegmdError} from '../core/error.ts'
import {gitFailure} from './failure.ts'
import {type Git, run, runChecked} from './run.ts'

/** A file in a commit. */
export interface TreeFile {
  /** Six octal digits: `100644`, `100755`, `120000` for a symlink, `160000` for a submodule. */
  readonly mode: string
  /** Blob id, hex. */
  readonly oid: string
  /** In bytes; 0 for what is no file. */
  readonly size: number
  /** From the root, with slashes. */
  readonly path: string
}

/**
 * Lists files of a commit under paths, or the files at them; nothing where there is none.
 *
 * @param paths - literal, from the root; a final slash lists a folder and all below.
 */
export async function listFiles(
  git: Git,
  commit: string,
  paths: readonly string[]
): Promise<readonly TreeFile[]> {
  const specs = paths.map((path) => `:(top,literal)${path}`)
  const args = ['ls-tree', '-r', '-l', '-z', '--full-tree', commit, '--', ...specs]
  const {code, stdout, stderr} = await run(git, args)
  if (code !== 0) throw gitFailure('ls-tree', stderr)
  return stdout
    .toString()
    .split('\0')
    .flatMap((line) => {
      const [, mode = '', oid = '', size, path] =
        /^(\d{6}) \w+ ([0-9a-f]+) +(\d+|-)\t(.*)$/su.exec(line) ?? []
      return path === undefined ? [] : [{mode, oid, size: Number(size) || 0, path}]
    })
}

/**
 * Reads blobs, byte for byte, in one process.
 *
 * @returns contents in the order of `oids`.
 * @throws {RegmdError} `REGISTRY_INVALID` if an object is missing or not a blob.
 */
export async function readBlobs(git: Git, oids: readonly string[]): Promise<readonly Buffer[]> {
  if (oids.length === 0) return []
  const {code, stdout, stderr} = await run(git, ['cat-file', '--batch'], {
    input: oids.map((oid) => `${oid}\n`).join('')
  })
  if (code !== 0) throw gitFailure('cat-file', stderr)

  const blobs: Buffer[] = []
  let position = 0
  for (const oid of oids) {
    const headerEnd = stdout.indexOf('\n', position)
    if (headerEnd === -1) throw gitFailure('cat-file', 'its answer was cut short')
    const header = /^[0-9a-f]+ blob (\d+)$/u.exec(stdout.toString('latin1', position, headerEnd))
    if (!header) throw missing(oid)
    const start = headerEnd + 1
    const end = start + Number(header[1])
    if (end > stdout.length) throw gitFailure('cat-file', 'its answer was cut short')
    blobs.push(stdout.subarray(start, end))
    position = end + 1
  }

  return blobs
}

/** A file's content, not read. */
export interface Blob {
  /** Id, hex. */
  readonly oid: string
  /** In bytes. */
  readonly size: number
}

/**
 * Finds files of many commits in one process.
 *
 * @param names - `<commit>:<path>` or `<commit>^1:<path>`, without line endings in them.
 * @returns blobs in the order of the names; `undefined` where there is no such file.
 */
export async function findBlobs(
  git: Git,
  names: readonly string[]
): Promise<readonly (Blob | undefined)[]> {
  if (names.length === 0) return []
  const format = '%(objectname) %(objecttype) %(objectsize)'
  const stdout = await runChecked(git, ['cat-file', `--batch-check=${format}`], {
    input: names.map((name) => `${name}\n`).join('')
  })
  const lines = stdout.split('\n')
  return names.map((_, index) => {
    const [, oid, size] = /^([0-9a-f]+) blob (\d+)$/u.exec(lines[index] ?? '') ?? []
    return oid === undefined ? undefined : {oid, size: Number(size)}
  })
}

/**
 * Whether a commit's history contains another commit; both must be here.
 *
 * @throws {RegmdError} `NOT_A_REPOSITORY` if git cannot tell: a guess could call a commit lost that
 *   has landed.
 */
export async function contains(git: Git, tip: string, commit: string): Promise<boolean> {
  if (tip === commit) return true
  // Prints, so that simple-git does not wait; `merge-base --is-ancestor` is silent.
  const args = ['rev-list', '--count', '--max-count=1', commit, `^${tip}`]
  const {code, stdout, stderr} = await run(git, args)
  if (code !== 0) throw gitFailure('rev-list', stderr)
  return stdout.toString().trim() === '0'
}

function missing(oid: string): RegmdError {
  return new RegmdError('REGISTRY_INVALID', `Cannot read object ${oid}: it is not here as a blob`, {
    hint: 'git fsck'
  })
}
