import {basename, dirname, relative, resolve, sep} from 'node:path'
import type {Context, GlobalOptions} from '../context.ts'
import {RegmdError} from '../core/error.ts'
import {requireCommit} from '../git/ancestry.ts'
import type {Side} from './pull-request.ts'
import {type Checked, checkChange, checkDocument} from './check.ts'
import {commitTree} from './commit-tree.ts'
import {folderTree} from './folder-tree.ts'
import {worktreeTree} from './worktree.ts'
import {type Checkout, openCheckout} from './workspace.ts'

/** What is to be checked; at most one of file and ref. */
export interface CheckRequest {
  /** File, from the current directory. */
  readonly file: string | undefined
  /** Name of the commit whose registry is checked; without it the worktree's file is. */
  readonly ref: string | undefined
  /** Name of the commit since which the change is judged too. */
  readonly base: string | undefined
}

/**
 * Checks the registry of the worktree, a file, or a commit.
 *
 * @throws {RegmdError} `COMMIT_UNAVAILABLE` if a commit is not here, `USAGE` in a bare repository
 *   without a ref, and what reading a registry throws.
 */
export async function checkTarget(
  context: Context,
  options: GlobalOptions,
  {file, ref, base}: CheckRequest
): Promise<Checked> {
  if (file !== undefined && base === undefined) return checkFile(context, options, file)
  const checkout = await openCheckout(
    context,
    file === undefined ? options : {...options, registry: absolute(context, file)}
  )
  const {git, path} = checkout
  const commit = ref === undefined ? undefined : await requireCommit(git, ref)
  if (base === undefined) {
    const tree =
      commit === undefined ? folderTree(rootOfWorktree(checkout)) : commitTree(git, commit)
    return checkDocument(tree, path)
  }

  const baseCommit = await requireCommit(git, base)
  return checkChange(git, {
    path,
    base: {commit: baseCommit, tree: commitTree(git, baseCommit)},
    head:
      commit === undefined ? await worktreeSide(checkout) : {commit, tree: commitTree(git, commit)}
  })
}

async function worktreeSide(checkout: Checkout): Promise<Side> {
  const {git} = checkout
  const root = rootOfWorktree(checkout)
  const commit = await requireCommit(git, 'HEAD')
  return {commit, tree: worktreeTree(git, root, commit)}
}

/** Works outside of a repository as well: whoever edits a document may check it. */
async function checkFile(context: Context, options: GlobalOptions, file: string): Promise<Checked> {
  const path = absolute(context, file)
  const root = await rootOf(context, options)
  const inside = root === undefined ? '..' : relative(root, path)
  if (root === undefined || inside.startsWith('..')) {
    return checkDocument(folderTree(dirname(path)), basename(path))
  }

  return checkDocument(folderTree(root), inside.split(sep).join('/'))
}

function absolute({cwd}: Context, file: string): string {
  return resolve(cwd, file)
}

async function rootOf(context: Context, options: GlobalOptions): Promise<string | undefined> {
  try {
    return (await openCheckout(context, {...options, registry: undefined})).repository.root
  } catch (error) {
    if (error instanceof RegmdError && error.code === 'NOT_A_REPOSITORY') return undefined
    throw error
  }
}

function rootOfWorktree({repository: {root}}: Checkout): string {
  if (root !== undefined) return root
  throw new RegmdError('USAGE', 'A bare repository has no worktree: name a commit to check', {
    hint: 'regmd check --ref HEAD'
  })
}
