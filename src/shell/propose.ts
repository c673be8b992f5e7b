import type {Context, GlobalOptions} from '../context.ts'
import {notReady, requireTurn} from '../core/actions/turn.ts'
import type {Approval} from '../core/approval.ts'
import {type Difference, differencesBetween} from '../core/difference.ts'
import {RegmdError} from '../core/error.ts'
import {parseRegistry} from '../core/parse.ts'
import type {Problem} from '../core/problem.ts'
import {contains} from '../git/objects.ts'
import type {Git} from '../git/run.ts'
import {readApproval} from './approval.ts'
import {checkChange, checkDocument} from './check.ts'
import {commitTree} from './commit-tree.ts'
import {type Destination, findForge} from './forge.ts'
import {readParting} from './parting.ts'
import {type Reading, readRegistry} from './read.ts'
import {type Workspace, openWorkspace} from './workspace.ts'

/** A registry as it is put before a human. */
export interface Proposal {
  readonly workspace: Workspace
  readonly reading: Reading
  /** What git says. */
  readonly approval: Approval
  /** What `check` finds, judged by the base. */
  readonly problems: readonly Problem[]
  /** Compared with the base branch's document; nothing where it has none, or is the same branch. */
  readonly differences: readonly Difference[] | undefined
  /** Nothing without a remote, or where both branches are one. */
  readonly destination: Destination | undefined
}

/**
 * Reads what there is to be approved.
 *
 * Nothing is pushed: claims are on the remote already, since they land by pushes; and since this
 * reads the remote's own branches (unless it is offline), what it returns is what the remote has.
 *
 * @throws {RegmdError} as {@link readRegistry} does, and `COMMIT_UNAVAILABLE` in a shallow clone.
 */
export async function readProposal(context: Context, options: GlobalOptions): Promise<Proposal> {
  const workspace = await openWorkspace(context, options)
  const {git, remote} = workspace
  const reading = await readRegistry(workspace, options.offline)
  const {approved, document, branches} = reading
  const isSplit = branches.written !== branches.base
  return {
    workspace,
    reading,
    approval: await readApproval(git, reading),
    problems: await findProblems(git, reading),
    differences:
      isSplit && approved
        ? differencesBetween(parseRegistry(approved.text, document.registry), document.registry)
        : undefined,
    destination:
      isSplit && remote !== undefined
        ? {
            remote,
            branches: {base: branches.base, branch: branches.written},
            forge: await findForge(workspace, remote)
          }
        : undefined
  }
}

/** What CI will say of the pull request. */
async function findProblems(git: Git, {snapshot, document}: Reading): Promise<readonly Problem[]> {
  const {tip, base} = snapshot
  const head = {commit: tip, tree: commitTree(git, tip)}
  const {path} = document
  if (base === undefined || base === tip) return (await checkDocument(head.tree, path)).problems
  const sides = {path, base: {commit: base, tree: commitTree(git, base)}, head}
  return (await checkChange(git, sides)).problems
}

/**
 * Checks that a registry can be put before a human now.
 *
 * @throws {RegmdError} `USAGE` without two branches on a remote; `NOT_READY` before its turn, where
 *   the base branch has edits that the registry branch has not, and where there is nothing to merge.
 */
export async function requireProposable(proposal: Proposal): Promise<Destination> {
  const {workspace, reading, approval, destination} = proposal
  if (!destination) throw withoutPullRequest(workspace.remote)
  const progress = requireTurn({registry: reading.document.registry, approval}, 'propose')
  const {base} = destination.branches
  if (await hasOwnEdits(workspace.git, reading)) {
    const missing = [
      `${base} has edits of the registry that ${destination.branches.branch} has not`
    ]
    throw notReady('propose', {progress, missing, command: 'regmd sync'})
  }

  if (reading.snapshot.tip === reading.snapshot.base) {
    const missing = [`there is nothing to merge, and ${approval.missing[0] ?? ''}`]
    throw notReady('propose', {progress, missing, command: 'regmd approve'})
  }

  return destination
}

function withoutPullRequest(remote: string | undefined): RegmdError {
  const why =
    remote === undefined
      ? 'Without a remote there are no pull requests'
      : 'The registry is on the base branch itself, so that there is nothing to merge'
  return new RegmdError('USAGE', `${why}; a person approves by a commit`, {hint: 'regmd approve'})
}

/** Whether the base branch's document was edited there since the two branches parted. */
async function hasOwnEdits(git: Git, {snapshot, document}: Reading): Promise<boolean> {
  const {tip, base} = snapshot
  if (base === undefined || (await contains(git, tip, base))) return false
  return (await readParting(git, base, tip)).onBase.includes(document.path)
}
