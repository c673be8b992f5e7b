import {checkPullRequest} from '../core/changes/check.ts'
import {checkRegistry, inOrder} from '../core/check.ts'
import type {Problem} from '../core/problem.ts'
import type {Registry} from '../core/registry.ts'
import type {Git} from '../git/run.ts'
import {policyOf, readDocument} from './document.ts'
import {type Sides, readPullRequest} from './pull-request.ts'
import {loadSchema} from './schema.ts'
import type {Tree} from './tree.ts'

/** What a check came to. */
export interface Checked {
  /** From the root of what was checked, with slashes. */
  readonly path: string
  readonly registry: Registry
  /** In document order. */
  readonly problems: readonly Problem[]
}

/**
 * Judges a document by its own front matter and schema.
 *
 * @param path - of the registry, if named.
 * @throws {RegmdError} `REGISTRY_NOT_FOUND`, `REGISTRY_AMBIGUOUS`, `REGISTRY_INVALID`.
 */
export async function checkDocument(tree: Tree, path: string | undefined): Promise<Checked> {
  const document = await readDocument(tree, {path})
  const {registry} = document
  const policy = await policyOf(registry.text)
  const schema = await loadSchema(policy, tree)
  return {path: document.path, registry, problems: checkRegistry({registry, policy, schema})}
}

/**
 * Judges a document and how it came about, by the front matter and schema of the base.
 *
 * @throws {RegmdError} as {@link checkDocument} does, and `COMMIT_UNAVAILABLE`.
 */
export async function checkChange(git: Git, sides: Sides): Promise<Checked> {
  const {path, request} = await readPullRequest(git, sides)
  if (!request) return checkDocument(sides.head.tree, path)
  const {policy, head} = request
  const schema = await loadSchema(policy, sides.base.tree)
  const problems = [
    ...checkRegistry({registry: head.registry, policy, schema}),
    ...checkPullRequest(request)
  ]
  return {path, registry: head.registry, problems: inOrder(problems)}
}
