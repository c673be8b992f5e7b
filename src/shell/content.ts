import {differingNumbers} from '../core/approval.ts'
import type {Registry} from '../core/registry.ts'
import type {Git} from '../git/run.ts'
import {commitTree} from './commit-tree.ts'
import {findReadable} from './document.ts'

/** What a registry says, and where it is. */
export interface Content {
  /** From the root, with slashes. */
  readonly path: string
  readonly registry: Registry
}

/** Whether a commit has the same blocks, but for when they were acknowledged. */
export async function saysTheSame(
  git: Git,
  commit: string,
  {path, registry}: Content
): Promise<boolean> {
  const document = await findReadable(commitTree(git, commit), path)
  return document !== undefined && differingNumbers(registry, document.registry).length === 0
}
