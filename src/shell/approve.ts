import type {Context} from '../context.ts'
import {RegmdError} from '../core/error.ts'
import type {Registry} from '../core/registry.ts'
import type {Copy} from '../git/follow.ts'
import type {Snapshot} from '../git/snapshot.ts'
import type {Write} from '../git/write.ts'
import type {Git} from '../git/run.ts'
import {swap} from '../git/swap.ts'
import {readApproval} from './approval.ts'
import {requirePerson} from './approver.ts'
import {commitTree} from './commit-tree.ts'
import {type Document, readSource} from './document.ts'
import {planApproval} from './plan-approval.ts'
import {followCopies, withPorts} from './ports.ts'
import {readParting} from './parting.ts'
import {type Reading, readRegistry} from './read.ts'
import {carriesMore} from './take-in.ts'
import type {Workspace} from './workspace.ts'
import {writeRegistry} from './write.ts'

/** What an approval came to. */
export interface Approved {
  readonly document: Document
  readonly registry: Registry
  /** Short name of the branch that holds what is approved. */
  readonly branch: string
  /** Commit id, hex; `undefined` where it was approved already. */
  readonly commit: string | undefined
  readonly attempts: number
  readonly copies: readonly Copy[]
}

/**
 * Approves the registry as it is: merges the registry branch into the base branch; where both are one,
 * commits a person's word for it.
 *
 * @param now - UTC, `2026-11-20T18:10:27Z`.
 * @throws {RegmdError} `HUMAN_ONLY`, `NOT_READY`, and what a write throws.
 */
export async function approveRegistry(
  workspace: Workspace,
  context: Context,
  now: string
): Promise<Approved> {
  const reading = await readRegistry(workspace, false)
  await requirePerson(workspace, context, reading.policy)
  const {written, base} = reading.branches
  return written === base
    ? approveInPlace(workspace, context, now)
    : approveByMerge(workspace, context, {reading, now})
}

async function approveInPlace(
  workspace: Workspace,
  context: Context,
  now: string
): Promise<Approved> {
  const {result, commit, attempts, branches, copies} = await writeRegistry(workspace, context, {
    plan: async (reading) => planApproval(reading, await readApproval(workspace.git, reading), now)
  })
  const {document, registry} = result
  return {document, registry, branch: branches.written, commit, attempts, copies}
}

interface Wish {
  readonly reading: Reading
  readonly now: string
}

/** What was read is approved, and nothing that came after it. */
async function approveByMerge(
  workspace: Workspace,
  context: Context,
  {reading, now}: Wish
): Promise<Approved> {
  const {git} = workspace
  const {document, branches} = reading
  const base = {written: branches.base, base: branches.base}
  const {registry, write} = planApproval(reading, await readApproval(git, reading), now)
  const branch = branches.base
  if (!write) return {document, registry, branch, commit: undefined, attempts: 0, copies: []}

  return withPorts(workspace, context, async ({portFor, limits}) => {
    const merge = async (snapshot: Snapshot) =>
      (await isApprovedAt(git, snapshot.tip, reading))
        ? {result: undefined}
        : {result: undefined, write: await mergeInto(workspace, {snapshot, reading, write})}
    const {commit, attempts} = await swap(portFor(base), merge, limits)
    const copies = await followCopies(workspace, {path: document.path, branch}, limits)
    return {document, registry, branch, commit, attempts, copies}
  })
}

/** Whether somebody else has approved the same meanwhile. */
async function isApprovedAt(git: Git, base: string, reading: Reading): Promise<boolean> {
  const {snapshot, document} = reading
  if (base === snapshot.base) return false
  const approved = await readSource(commitTree(git, base), document)
  const approval = await readApproval(git, {...reading, approved, snapshot: {...snapshot, base}})
  return approval.missing.length === 0
}

interface Merge {
  /** Of the base branch. */
  readonly snapshot: Snapshot
  readonly reading: Reading
  readonly write: Write
}

/**
 * The write that merges the registry branch into the base branch's tip: the registry becomes the
 * approved one, all other files stay.
 */
async function mergeInto({git}: Workspace, {snapshot, reading, write}: Merge): Promise<Write> {
  const {tip} = reading.snapshot
  const base = snapshot.tip
  const {start, onBase, onRegistry} = await readParting(git, base, tip)
  const {path} = write
  if (onBase.includes(path)) throw movedOn(reading)
  const other = onRegistry.find((changed) => changed !== path)
  if (other !== undefined) throw carriesMore(reading, other)
  return start === tip ? write : {...write, merged: tip}
}

function movedOn({branches: {base}}: Reading): RegmdError {
  const missing = [`${base} has changes of the registry that the registry branch has not`]
  const message = `Cannot approve yet: ${missing.join()}; nothing was changed`
  return new RegmdError('NOT_READY', message, {hint: 'regmd sync', details: {missing}})
}
