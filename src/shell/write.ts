import type {Context} from '../context.ts'
import {RegmdError} from '../core/error.ts'
import {quote} from '../core/quote.ts'
import type {Decide} from '../git/decision.ts'
import type {Copy} from '../git/follow.ts'
import type {Branches} from '../git/local-port.ts'
import type {Snapshot} from '../git/snapshot.ts'
import type {Write} from '../git/write.ts'
import type {Request} from '../git/queue/request.ts'
import {type Swapped, swap} from '../git/swap.ts'
import type {Document} from './document.ts'
import {followCopies, withPorts} from './ports.ts'
import {type Reading, isSame} from './read.ts'
import {type Situation, branchesOf, readSituation} from './situation.ts'
import {type Workspace, defaultBranches} from './workspace.ts'

/** What is wanted in one state of the registry. */
export interface Planned {
  readonly document: Document
  /** Absent where the registry says so already. */
  readonly write?: Write
  /** What others need to write it; absent where nobody else can. */
  readonly request?: string | undefined
}

/** Plans writes, anew on every state of the registry. */
export interface Planner<P extends Planned> {
  /** Plans what is wanted; throws to refuse. */
  readonly plan: (reading: Reading) => Promise<P>
  /** Plans what others have asked for, in their order, each on what the one before leaves. */
  readonly fold?: (
    reading: Reading,
    requests: readonly Request[]
  ) => Promise<readonly (Write | undefined)[]>
}

/** What a write came to. */
export interface Written<P extends Planned> extends Swapped<P> {
  readonly branches: Branches
  /** Worktrees that have the branch checked out, and whether their copies followed. */
  readonly copies: readonly Copy[]
}

/**
 * Writes to the registry branch of the remote, or to a branch of this repository.
 *
 * @throws {RegmdError} the refusals of the planner, and what {@link swap} throws.
 */
export async function writeRegistry<P extends Planned>(
  workspace: Workspace,
  context: Context,
  planner: Planner<P>
): Promise<Written<P>> {
  return withPorts(workspace, context, async ({portFor, limits}) => {
    const {branches, swapped} = await settleBranches<P>(workspace, async (branches, defaults) =>
      swap(portFor(branches), decideOn(workspace, {planner, branches, defaults}), limits)
    )
    const written = {path: swapped.result.document.path, branch: branches.written}
    return {...swapped, branches, copies: await followCopies(workspace, written, limits)}
  })
}

/** A plan, or the branches that the registry itself names instead. */
type Settled<P> = {readonly plan: P} | {readonly elsewhere: Branches}

/** Starts on the usual branches, and again on those that the registry names, if it does. */
async function settleBranches<P>(
  workspace: Workspace,
  attempt: (branches: Branches, defaults: Branches) => Promise<Swapped<Settled<P>>>
): Promise<{readonly branches: Branches; readonly swapped: Swapped<P>}> {
  const defaults = await defaultBranches(workspace, false)
  let branches = defaults
  for (let turns = 0; turns < 3; turns++) {
    const {result, ...swapped} = await attempt(branches, defaults)
    if ('plan' in result) return {branches, swapped: {...swapped, result: result.plan}}
    branches = result.elsewhere
  }

  throw new RegmdError('REGISTRY_INVALID', 'The branches name each other as the registry branch', {
    hint: 'regmd status'
  })
}

interface Question<P extends Planned> {
  readonly planner: Planner<P>
  /** Branches that are read. */
  readonly branches: Branches
  /** Branches of a registry that names none. */
  readonly defaults: Branches
}

function decideOn<P extends Planned>(
  {git, path, remote}: Workspace,
  {planner, branches, defaults}: Question<P>
): Decide<Settled<P>> {
  let earlier: Situation | undefined
  const read = async (snapshot: Snapshot): Promise<Reading> => {
    earlier = await readSituation(git, snapshot, {path, written: branches.written, earlier})
    return {...earlier, branches: branchesOf(earlier.policy, defaults, remote !== undefined)}
  }
  const fold = async (snapshot: Snapshot, requests: readonly Request[]) => {
    const reading = await read(snapshot)
    return isSame(reading.branches, branches)
      ? ((await planner.fold?.(reading, requests)) ?? [])
      : []
  }

  return async (snapshot) => {
    const reading = await read(snapshot)
    if (!isSame(reading.branches, branches)) return {result: {elsewhere: reading.branches}}
    const plan = await withCheckable(planner.plan(reading), {remote, branches})
    const {write, request} = plan
    return {
      result: {plan},
      ...(write ? {write} : {}),
      ...(request === undefined ? {} : {foldable: {text: request, fold}})
    }
  }
}

/** A refusal that points to `check` means the document that was read, which no worktree need have. */
async function withCheckable<P>(
  planned: Promise<P>,
  {remote, branches: {written}}: {readonly branches: Branches} & Pick<Workspace, 'remote'>
): Promise<P> {
  try {
    return await planned
  } catch (error) {
    if (!(error instanceof RegmdError) || error.hint !== 'regmd check') throw error
    const {code, message, details} = error
    const hint =
      remote === undefined
        ? `regmd check --ref ${quote(written)}`
        : `git fetch ${quote(remote)} && regmd check --ref ${quote(`${remote}/${written}`)}`
    throw new RegmdError(code, message, {hint, details, cause: error})
  }
}
