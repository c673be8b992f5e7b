import type {PullRequest} from '../core/changes/pull-request.ts'
import {versionOf} from '../core/changes/version.ts'
import {RegmdError} from '../core/error.ts'
import {checkSchemaPath} from '../core/names.ts'
import type {Policy} from '../core/policy.ts'
import {mergeBasesOf} from '../git/ancestry.ts'
import {listRefs} from '../git/refs.ts'
import type {Git} from '../git/run.ts'
import {type Document, policyOf, readDocument} from './document.ts'
import {readSteps} from './steps.ts'
import {commitTree} from './commit-tree.ts'
import {type Tree, readText} from './tree.ts'

/** The base that a change is compared with, and what it makes of it. */
export interface Sides {
  /** Path of the registry, if named. */
  readonly path: string | undefined
  readonly base: Side
  /** Its tree may be ahead of its commit: a worktree with changes. */
  readonly head: Side
}

/** One side of a comparison. */
export interface Side {
  /** Commit id, hex. */
  readonly commit: string
  readonly tree: Tree
}

/** A pull request, read; without one where the base has no registry yet, so that nothing can be broken. */
export interface ReadPullRequest {
  readonly path: string
  readonly request: PullRequest | undefined
}

/**
 * Reads what lies between a base and a head.
 *
 * @throws {RegmdError} `COMMIT_UNAVAILABLE`, `REGISTRY_NOT_FOUND`, `REGISTRY_AMBIGUOUS`,
 *   `REGISTRY_INVALID`.
 */
export async function readPullRequest(git: Git, sides: Sides): Promise<ReadPullRequest> {
  const {base, head} = sides
  const mergeBases = await mergeBasesOf(git, base.commit, head.commit)
  const before = await readBase(base.tree, {path: sides.path, head: head.tree})
  const after = await readHead(head.tree, {path: sides.path, before})
  if (!before) return {path: after.path, request: undefined}

  const policy = await policyOf(before.registry.text)
  const read = async (tree: Tree, {registry}: Document) =>
    versionOf(registry, await schemaIn(tree, policy))
  const versionAt = async (commit: string) => {
    const tree = commitTree(git, commit)
    const document =
      (await findDocument(tree, before.path)) ?? (await findDocument(tree, after.path))
    return document ? [await read(tree, document)] : []
  }
  const paths = [...new Set([after.path, before.path])]
  const live = await liveTips(git, policy)
  return {
    path: after.path,
    request: {
      policy,
      isApart: live.length > 0,
      mergeBases: (await Promise.all(mergeBases.map(versionAt))).flat(),
      base: await read(base.tree, before),
      head: await read(head.tree, after),
      steps: await readSteps(git, {
        revisions: [head.commit, `^${base.commit}`],
        paths,
        withMerges: true
      }),
      witnesses: await readSteps(git, {
        revisions: [...live, `^${head.commit}`, `^${base.commit}`],
        paths,
        withMerges: false
      })
    }
  }
}

/** The registry; `undefined` where there is none. */
async function findDocument(tree: Tree, path: string | undefined): Promise<Document | undefined> {
  try {
    return await readDocument(tree, {path})
  } catch (error) {
    if (error instanceof RegmdError && error.code === 'REGISTRY_NOT_FOUND') return undefined
    throw error
  }
}

/** A head that has the registry no more under its path may have renamed it. */
async function readHead(
  tree: Tree,
  {path, before}: {readonly path: string | undefined; readonly before: Document | undefined}
): Promise<Document> {
  const mayBeRenamed = path === undefined || before?.path === path
  const named = path === undefined ? undefined : await findDocument(tree, path)
  return named ?? readDocument(tree, {path: mayBeRenamed ? undefined : path})
}

/**
 * Reads the registry of the base. Where the path that is named leads to none, it may stand under one
 * that the head has not.
 */
async function readBase(
  tree: Tree,
  {path, head}: {readonly path: string | undefined; readonly head: Tree}
): Promise<Document | undefined> {
  try {
    const found = await findDocument(tree, path)
    if (found || path === undefined) return found
    const other = await findDocument(tree, undefined)
    return other && (await findDocument(head, other.path)) === undefined ? other : undefined
  } catch (error) {
    if (!(error instanceof RegmdError)) throw error
    const {code, message, hint = 'regmd check', details} = error
    const where = `${message}, in the base (${tree.name})`
    throw new RegmdError(code, where, {hint, details, cause: error})
  }
}

async function schemaIn(tree: Tree, {schema}: Policy): Promise<string | undefined> {
  if (schema === undefined) return undefined
  checkSchemaPath(schema)
  return readText(tree, schema)
}

/** Where the registry branch stands, as far as this clone knows; a branch of its own may lag behind. */
async function liveTips(git: Git, policy: Policy): Promise<readonly string[]> {
  const branch = policy.branch ?? 'registry'
  const refs = await listRefs(git, [`refs/remotes/*/${branch}`, `refs/heads/${branch}`])
  return refs.map(({oid}) => oid)
}
