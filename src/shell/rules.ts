import type {Setting} from '../core/actions/action.ts'
import type {ClaimSchema} from '../core/schema.ts'
import type {Git} from '../git/run.ts'
import {loadSchema} from './schema.ts'
import type {Situation} from './situation.ts'

/** What acts are decided by, beside the registry itself. */
export type Rules = Omit<Setting, 'registry'>

/** A schema that was loaded, and where from: who races decides by the same one again and again. */
interface Loaded {
  readonly commit: string
  readonly path: string | undefined
  readonly schema: ClaimSchema
}

const loaded = new WeakMap<Git, Loaded>()

/** Reads the rules of the base branch. */
export async function readRules(git: Git, {policy, snapshot, treeOf}: Situation): Promise<Rules> {
  const [commit, path] = [snapshot.base ?? snapshot.tip, policy.schema]
  const known = loaded.get(git)
  if (known?.commit === commit && known.path === path) return {policy, schema: known.schema}
  const schema = await loadSchema(policy, treeOf(commit))
  loaded.set(git, {commit, path, schema})
  return {policy, schema}
}
