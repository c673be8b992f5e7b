import {RegmdError} from '../core/error.ts'
import type {Identity} from './identity.ts'
import {type Git, gitFailure, run, words} from './run.ts'

/** A file to be committed on top of a commit, which stays otherwise as it is. */
export interface FileChange {
  /** Commit id of the parent, hex. */
  readonly parent: string
  /** From the root, with slashes. */
  readonly path: string
  /** `100644` or `100755`. */
  readonly mode: string
  readonly bytes: Uint8Array
  readonly message: string
}

/** How commits are made. */
export interface CommitOptions {
  readonly identity: Identity
  /** Sign, as `commit.gpgsign` asks for. */
  readonly isSigned: boolean
}

/**
 * Makes a commit that changes one file, without index or worktree.
 *
 * @param ref - gets the commit, so that garbage collection does not take it.
 * @returns its id, hex.
 * @throws {RegmdError} `IDENTITY_MISSING` if it cannot be signed, `NOT_A_REPOSITORY` if git cannot
 *   write.
 */
export async function commitFile(
  git: Git,
  change: FileChange,
  {identity, isSigned, ref}: CommitOptions & {readonly ref: string}
): Promise<string> {
  const input = importStream(change, identity, ref)
  // One process writes blob, trees, commit and ref.
  const {code, stdout, stderr} = await run(
    git,
    ['fast-import', '--quiet', '--force', '--date-format=raw'],
    {
      input
    }
  )
  const oid = stdout.toString().trim()
  if (code !== 0 || !/^[0-9a-f]{40,64}$/u.test(oid)) throw gitFailure('fast-import', stderr)
  return isSigned ? sign(git, oid, {...change, ref}) : oid
}

function importStream(change: FileChange, identity: Identity, ref: string): Buffer {
  const message = Buffer.from(change.message)
  return Buffer.concat([
    Buffer.from(
      [
        `commit ${ref}`,
        'mark :1',
        `author ${identity.author}`,
        `committer ${identity.committer}`,
        `data ${message.length}\n`
      ].join('\n')
    ),
    message,
    Buffer.from(`\nfrom ${change.parent}\nM ${change.mode} inline ${quote(change.path)}\n`),
    Buffer.from(`data ${change.bytes.length}\n`),
    change.bytes,
    Buffer.from('\nget-mark :1\n')
  ])
}

/** Quotes a path as git's C-style strings do; the path holds no control characters. */
function quote(path: string): string {
  return `"${path.replace(/["\\]/gu, String.raw`\$&`)}"`
}

/** `fast-import` does not sign: the same tree is committed once more by a command that does. */
async function sign(
  git: Git,
  oid: string,
  {parent, message, ref}: FileChange & {readonly ref: string}
): Promise<string> {
  const args = ['commit-tree', '-S', '-p', parent, '-F', '-', `${oid}^{tree}`]
  const {code, stdout, stderr} = await run(git, args, {input: message})
  if (code !== 0) {
    throw new RegmdError('IDENTITY_MISSING', 'Cannot sign the commit; nothing was changed', {
      hint: 'git config user.signingkey KEY',
      details: {git: words(stderr)}
    })
  }

  const signed = stdout.toString().trim()
  const update = await run(git, ['update-ref', '--stdin'], {
    input: `start\nupdate ${ref} ${signed} ${oid}\ncommit\n`
  })
  if (update.code !== 0) throw gitFailure('update-ref', update.stderr)
  return signed
}
