import type {Context} from '../context.ts'
import {forgetMoves} from '../git/forget.ts'
import {noteRemoteHead} from '../git/remote-head.ts'
import {openCheckout} from './workspace.ts'

/** What is known of a workflow's checkout; branches by their short names. */
export interface Fetched {
  readonly defaultBranch: string | undefined
  /** The branch that the workflow runs for. */
  readonly branch: string | undefined
}

/** Seconds that reading and writing a few refs may take. */
const timeout = 60

/**
 * Makes a workflow's checkout look like a clone: `origin` has a default branch, and the branch that
 * is checked out has stood nowhere else. What `actions/checkout` fetched on the way, a later tip, is
 * no sign of a branch that was rewound.
 *
 * @throws {RegmdError} `NOT_A_REPOSITORY`.
 */
export async function settleFetched(
  context: Context,
  {defaultBranch, branch}: Fetched
): Promise<void> {
  const {git} = await openCheckout(context, {registry: undefined, timeout})
  if (defaultBranch !== undefined) await noteRemoteHead(git, 'origin', defaultBranch)
  if (branch !== undefined) await forgetMoves(git, `refs/remotes/origin/${branch}`)
}
