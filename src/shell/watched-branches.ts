import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {decode} from '../core/decode.ts'
import {listRefs} from '../git/refs.ts'
import {policyOf} from './document.ts'
import type {NewRegistry} from './scaffold.ts'
import {requireInside} from './inside.ts'
import {branchesOf} from './situation.ts'
import {type Workspace, defaultBranches} from './workspace.ts'

/**
 * The branches of which a workflow checks each push: those that the registry's front matter names,
 * else the repository's base branch and `registry`. No remote is asked.
 *
 * @param isForced - whether the registry takes the place of one that is there.
 * @returns short names, the base branch first.
 * @throws {RegmdError} `REGISTRY_INVALID` if the front matter cannot be read, and as
 *   {@link requireInside}.
 */
export async function watchedBranches(
  workspace: Workspace,
  {path, bytes}: NewRegistry,
  isForced: boolean
): Promise<readonly string[]> {
  const kept = isForced ? undefined : await readIfThere(workspace, path)
  const policy = await policyOf(decode(kept ?? bytes).text)
  const defaults = {base: await baseOf(workspace), written: 'registry'}
  const {base, written} = branchesOf(policy, defaults, true)
  return [base, written]
}

/** What the remote is known to have, else what is here: it will have that once it is pushed. */
async function baseOf(workspace: Workspace): Promise<string> {
  const {git, remote} = workspace
  const {base} = await defaultBranches(workspace, true)
  if (remote === undefined) return base
  const known = await listRefs(git, [`refs/remotes/${remote}/${base}`])
  if (known.length > 0) return base
  return (await defaultBranches({...workspace, remote: undefined}, true)).base
}

async function readIfThere({repository}: Workspace, path: string): Promise<Buffer | undefined> {
  await requireInside(repository.root ?? '', path)
  try {
    return await readFile(join(repository.root ?? '', path))
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined
    throw error
  }
}
