import {type BlockStates, statesOf} from '../core/changes/block-change.ts'
import type {PullRequest} from '../core/changes/pull-request.ts'
import {versionOf} from '../core/changes/version.ts'
import {RegmdError} from '../core/error.ts'
import type {Policy} from '../core/policy.ts'
import {mergeBaseOf} from '../git/ancestry.ts'
import {contains} from '../git/objects.ts'
import {listRefs} from '../git/refs.ts'
import type {Git} from '../git/run.ts'
import {type Document, policyOf, readDocument} from './document.ts'
import {readSteps} from './steps.ts'
import {type Tree, commitTree, readText} from './tree.ts'

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
  const mergeBase = await mergeBaseOf(git, base.commit, head.commit)
  const before = await findDocument(base.tree, sides.path)
  const after = await readHead(head.tree, before?.path ?? sides.path)
  if (!before) return {path: after.path, request: undefined}

  const policy = await policyOf(before.registry.text)
  const read = async (tree: Tree, {registry}: Document) =>
    versionOf(registry, await schemaIn(tree, policy))
  const shared = commitTree(git, mergeBase)
  const common = await findDocument(shared, before.path)
  const paths = [...new Set([after.path, before.path])]
  return {
    path: after.path,
    request: {
      policy,
      mergeBase: common && (await read(shared, common)),
      base: await read(base.tree, before),
      head: await read(head.tree, after),
      steps: await readSteps(git, {revisions: [head.commit, `^${base.commit}`], paths}),
      live: await readLive(git, {policy, head: head.commit, path: after.path})
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
async function readHead(tree: Tree, path: string | undefined): Promise<Document> {
  const known = path === undefined ? undefined : await findDocument(tree, path)
  return known ?? readDocument(tree, {path: undefined})
}

async function schemaIn(tree: Tree, {schema}: Policy): Promise<string | undefined> {
  return schema === undefined ? undefined : readText(tree, schema)
}

interface Live {
  readonly policy: Policy
  readonly head: string
  readonly path: string
}

/** The registry branch as this clone knows it, unless the head contains it and so proves nothing. */
async function readLive(git: Git, {policy, head, path}: Live): Promise<BlockStates | undefined> {
  const branch = policy.branch ?? 'registry'
  const refs = await listRefs(git, [`refs/remotes/*/${branch}`, `refs/heads/${branch}`])
  const [tip] = refs
  if (!tip || (await contains(git, head, tip.oid))) return undefined
  const document = await findDocument(commitTree(git, tip.oid), path)
  return document && statesOf(document.registry)
}
