import type {Branches} from '../../git/local-port.ts'
import {listRefs} from '../../git/refs.ts'
import {advertise} from '../../git/remote.ts'
import {type Workspace, defaultBranches} from '../workspace.ts'

/** Commit ids of branches by short name; a branch that does not exist is not in it. */
export type Look = ReadonlyMap<string, string>

/**
 * Looks where branches stand, by one command of git, and fetches nothing.
 *
 * @throws {RegmdError} `REMOTE_UNAVAILABLE` if the remote does not answer.
 */
export async function lookAt({git, remote}: Workspace, names: readonly string[]): Promise<Look> {
  if (remote !== undefined) return (await advertise(git, remote, names)).branches
  const folder = 'refs/heads/'
  const refs = await listRefs(
    git,
    names.map((name) => `${folder}${name}`)
  )
  return new Map(refs.map(({name, oid}) => [name.slice(folder.length), oid]))
}

/** Whether no branch has moved between two looks. */
export function isSameLook(a: Look, b: Look): boolean {
  return a.size === b.size && [...a].every(([name, oid]) => b.get(name) === oid)
}

/** Branches on which the registry depends: those that it names, and those that are asked first. */
export async function namesToWatch(
  workspace: Workspace,
  branches: Branches
): Promise<readonly string[]> {
  const defaults = await defaultBranches(workspace, false)
  return [...new Set([branches, defaults].flatMap(({written, base}) => [written, base]))]
}
