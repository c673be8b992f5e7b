import {randomUUID} from 'node:crypto'
import type {Branches} from '../git/local-port.ts'
import {chooseTip, readLocal} from '../git/local-port.ts'
import type {Snapshot} from '../git/snapshot.ts'
import {listRefs, ownRef, sweepRefs} from '../git/refs.ts'
import {readRemote} from '../git/remote-snapshot.ts'
import {type Situation, branchesOf, readSituation} from './situation.ts'
import {type DefaultBranches, type Workspace, defaultBranches} from './workspace.ts'

/** A registry that was read, and the branches it was read from. */
export interface Reading extends Situation {
  readonly branches: Branches
}

/**
 * Reads the registry for a command that writes nothing.
 *
 * @param isOffline - read what was last fetched.
 * @throws {RegmdError} `REMOTE_UNAVAILABLE`, `REGISTRY_NOT_FOUND`, `REGISTRY_AMBIGUOUS`,
 *   `REGISTRY_INVALID`.
 */
export async function readRegistry(workspace: Workspace, isOffline: boolean): Promise<Reading> {
  const {git, path, remote} = workspace
  const folder = ownRef('fetch', randomUUID())

  try {
    const defaults = await defaultBranches(workspace, isOffline)
    const readFrom = async (branches: DefaultBranches) => {
      const snapshot = await snapshotOf(workspace, branches, {isOffline, folder})
      return readSituation(git, snapshot, {path, written: branches.written})
    }
    const first = await readFrom(defaults)
    const branches = branchesOf(first.policy, defaults, remote !== undefined)
    if (isSame(branches, defaults)) return {...first, branches}
    return {...(await readFrom(branches)), branches}
  } finally {
    if (remote !== undefined && !isOffline) await sweepRefs(git, [folder])
  }
}

/** Whether two pairs of branches are the same. */
export function isSame(a: Branches, b: Branches): boolean {
  return a.written === b.written && a.base === b.base
}

async function snapshotOf(
  {git, remote}: Workspace,
  {tracked, ...branches}: DefaultBranches,
  {isOffline, folder}: {readonly isOffline: boolean; readonly folder: string}
): Promise<Snapshot> {
  if (remote === undefined) return readLocal(git, branches)
  if (!isOffline) return readRemote(git, {remote, branches}, {folder})
  const names = [branches.written, branches.base].map((name) => `refs/remotes/${remote}/${name}`)
  const refs = tracked ?? (await listRefs(git, names))
  const [written, base] = names.map(
    (wanted) => refs.find(({name, target}) => [name, target].includes(wanted))?.oid
  )
  return {tip: await chooseTip(git, {written, base}, branches), written, base}
}
