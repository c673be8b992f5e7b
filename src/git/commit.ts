import {RegmdError} from '../core/error.ts'
import {gitFailure, words} from './failure.ts'
import type {Identity} from './identity.ts'
import {importCommits} from './import.ts'
import type {Write} from './write.ts'
import {type Git, run, runChecked} from './run.ts'

/** A file to be committed on top of a commit, which stays otherwise as it is. */
export interface FileChange extends Write {
  /** Commit id of the first parent, hex. */
  readonly parent: string
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
  const {parent, message, merged} = change
  const tree = await otherFiles(git, change)
  const commit = {identity, message, files: [change], merged, tree}
  const [oid = ''] = await importCommits(git, [commit], {parent, ref})
  return isSigned ? sign(git, oid, {...change, ref}) : oid
}

/** Tree of the other files, where they are not the first parent's; hex. */
async function otherFiles(git: Git, {others}: FileChange): Promise<string | undefined> {
  if (others === undefined) return undefined
  return (await runChecked(git, ['rev-parse', '--verify', `${others}^{tree}`])).trim()
}

/** `fast-import` does not sign: the same tree is committed once more by a command that does. */
async function sign(
  git: Git,
  oid: string,
  {parent, merged, message, ref}: FileChange & {readonly ref: string}
): Promise<string> {
  const parents = [parent, ...(merged === undefined ? [] : [merged])].flatMap((id) => ['-p', id])
  const args = ['commit-tree', '-S', ...parents, '-F', '-', `${oid}^{tree}`]
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
