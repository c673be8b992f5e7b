import {RegmdError} from '../core/error.ts'
import {checkBranchName} from '../core/names.ts'
import type {Policy} from '../core/policy.ts'
import type {Branches} from '../git/local-port.ts'
import type {Snapshot} from '../git/snapshot.ts'
import type {Git} from '../git/run.ts'
import {type Document, type Source, policyOf, readDocument, readSource} from './document.ts'
import {type TreeOf, readTrees} from './commit-tree.ts'
import {registryFolder} from './registry-file.ts'

/** The registry at a snapshot, and the one that a human approved. */
export interface Situation {
  readonly snapshot: Snapshot
  readonly document: Document
  /** The same path on the base branch, if it is there. */
  readonly approved: Source | undefined
  /** Of the base branch's document; of the live one where the base branch has none. */
  readonly policy: Policy
  /** The trees that were read. */
  readonly treeOf: TreeOf
}

/** Which registry is read, and what is known of it. */
export interface SituationOptions {
  /** Of the registry from the root, if named. */
  readonly path: string | undefined
  /** Short name of the branch that was read for the live one. */
  readonly written: string
  /** What an earlier snapshot held, so that only what differs is read. */
  readonly earlier?: Situation | undefined
}

/**
 * Reads both documents of a snapshot.
 *
 * @throws {RegmdError} as {@link readDocument} does for the live one.
 */
export async function readSituation(
  git: Git,
  snapshot: Snapshot,
  options: SituationOptions
): Promise<Situation> {
  const {earlier, path = registryFolder} = options
  const {tip, base} = snapshot
  const others = base === undefined || base === earlier?.snapshot.base ? [] : [base]
  const treeOf = await readTrees(git, [...new Set([tip, ...others])], path)
  const document = await readLive(treeOf, snapshot, options)
  const isKnown = earlier?.document.path === document.path && earlier.snapshot.base === base
  const approved = isKnown ? earlier.approved : await readApproved(treeOf, snapshot, document)
  const {text} = approved ?? document.registry
  return {snapshot, document, approved, policy: await policyOf(text), treeOf}
}

/**
 * The document of the live branch; the base branch's if the live one has none and the base branch
 * says that another branch is the live one: a branch that is only called `registry` is no registry.
 */
async function readLive(
  treeOf: TreeOf,
  {tip, base}: Snapshot,
  {path, written, earlier}: SituationOptions
): Promise<Document> {
  try {
    return await readDocument(treeOf(tip), {path, earlier: earlier?.document.registry})
  } catch (error) {
    const isAbsent = error instanceof RegmdError && error.code === 'REGISTRY_NOT_FOUND'
    if (!isAbsent || base === undefined || base === tip) throw error
    const document = await readDocument(treeOf(base), {path})
    const {branch} = await policyOf(document.registry.text)
    if (branch === undefined || branch === written) throw error
    return document
  }
}

/**
 * The branches that a policy names, the others as they were.
 *
 * @throws {RegmdError} `REGISTRY_INVALID` for a name that cannot be, the remote's default branch's too.
 */
export function branchesOf(policy: Policy, defaults: Branches, isRemote: boolean): Branches {
  const base = policy.base ?? defaults.base
  const written = policy.branch ?? (isRemote ? defaults.written : base)
  for (const name of [base, written]) checkBranchName(name)
  return {written, base}
}

async function readApproved(
  treeOf: TreeOf,
  {tip, base}: Snapshot,
  document: Document
): Promise<Source | undefined> {
  if (base === undefined) return undefined
  const {oid, hasBom, registry} = document
  return base === tip ? {oid, hasBom, text: registry.text} : readSource(treeOf(base), document)
}
