import {randomUUID} from 'node:crypto'
import {setTimeout} from 'node:timers/promises'
import type {Context} from '../context.ts'
import {RegmdError} from '../core/error.ts'
import {type Copy, followBranch} from '../git/follow.ts'
import {readIdentity} from '../git/identity.ts'
import type {Limits} from '../git/limits.ts'
import {type Branches, localPort} from '../git/local-port.ts'
import type {Port, Snapshot} from '../git/port.ts'
import {pushing} from '../git/push.ts'
import {ownRef, sweepRefs} from '../git/refs.ts'
import {type OwnRefs, remotePort} from '../git/remote-port.ts'
import {type Repository, isOn} from '../git/repository.ts'
import {type Swapped, swap} from '../git/swap.ts'
import {readApproval} from './approval.ts'
import {type Act, type Plan, planAct} from './plan.ts'
import {isSame} from './read.ts'
import {type Situation, branchesOf, readSituation} from './situation.ts'
import {type Workspace, defaultBranches} from './workspace.ts'

/** What an act came to. */
export interface Written extends Swapped<Plan> {
  readonly branches: Branches
  /** Worktrees that have the branch checked out, and whether their copies followed. */
  readonly copies: readonly Copy[]
}

/**
 * Carries out an act: on the registry branch of the remote, or on a branch of this repository.
 *
 * @throws {RegmdError} the refusals of the act, and what {@link swap} throws.
 */
export async function writeRegistry(
  workspace: Workspace,
  context: Context,
  act: Act
): Promise<Written> {
  refuseInHook(context)
  const refs = {fetch: ownRef('fetch', randomUUID()), pending: ownRef('pending', randomUUID())}
  const limits = limitsOf(workspace, context)
  try {
    const {branches, swapped} = await settleBranches(workspace, async (branches, defaults) =>
      swap(
        portOf(workspace, branches, refs),
        decideOn(workspace, {act, branches, defaults}),
        limits
      )
    )
    const written = {path: swapped.result.document.path, branch: branches.written}
    return {...swapped, branches, copies: await follow(workspace, written, limits)}
  } finally {
    const {fetch, pending} = refs
    await sweepRefs(workspace.git, [pending, `${fetch}/base`, `${fetch}/written`])
  }
}

function refuseInHook({env}: Context): void {
  if (env[pushing] === undefined) return
  throw new RegmdError('USAGE', 'This is a hook of a push of regmd, which cannot push again', {
    hint: 'git config core.hooksPath'
  })
}

/** A plan, or the branches that the registry itself names instead. */
type Settled = Plan | {readonly elsewhere: Branches}

/** Starts on the usual branches, and again on those that the registry names, if it does. */
async function settleBranches(
  workspace: Workspace,
  attempt: (branches: Branches, defaults: Branches) => Promise<Swapped<Settled>>
): Promise<{readonly branches: Branches; readonly swapped: Swapped<Plan>}> {
  const defaults = await defaultBranches(workspace, false)
  let branches = defaults
  for (let turns = 0; turns < 3; turns++) {
    const {result, ...swapped} = await attempt(branches, defaults)
    if (!('elsewhere' in result)) return {branches, swapped: {...swapped, result}}
    branches = result.elsewhere
  }

  throw new RegmdError('REGISTRY_INVALID', 'The branches name each other as the registry branch', {
    hint: 'regmd status'
  })
}

interface Question {
  readonly act: Act
  /** Branches that are read. */
  readonly branches: Branches
  /** Branches of a registry that names none. */
  readonly defaults: Branches
}

function decideOn({git, path, remote}: Workspace, {act, branches, defaults}: Question) {
  let earlier: Situation | undefined
  return async (snapshot: Snapshot) => {
    const situation = await readSituation(git, snapshot, {path, earlier})
    earlier = situation
    const named = branchesOf(situation.policy, defaults, remote !== undefined)
    if (!isSame(named, branches)) return {result: {elsewhere: named} as Settled}
    const approval = act.needsApproval
      ? await readApproval(git, {...situation, branches})
      : undefined
    const plan: Settled = await planAct(git, {...situation, approval}, act)
    return plan.write ? {result: plan, write: plan.write} : {result: plan}
  }
}

function portOf({git, remote, repository}: Workspace, branches: Branches, refs: OwnRefs): Port {
  const commit = async () => ({
    identity: await readIdentity(git, repository),
    isSigned: isOn(repository, 'commit.gpgsign')
  })
  return remote === undefined
    ? localPort(git, branches, {commit, pending: refs.pending})
    : remotePort(git, {remote, branches}, {commit, refs, isSplit: isSplit(repository, remote)})
}

/** Two addresses may still be one repository, over ssh and https say; only a look can tell. */
function isSplit({config}: Repository, remote: string): boolean {
  return [...config.keys()].some(
    (key) => key === `remote.${remote}.pushurl` || /^url\..*\.pushinsteadof$/u.test(key)
  )
}

function limitsOf({git}: Workspace, {signal}: Context): Limits {
  return {
    deadline: git.deadline,
    signal,
    now: () => Date.now(),
    random: () => Math.random(),
    sleep: async (ms) => setTimeout(ms)
  }
}

/** A person who opens a checked-out registry after a local write sees it. */
async function follow(
  {git, remote}: Workspace,
  {path, branch}: {readonly path: string; readonly branch: string},
  limits: Limits
): Promise<readonly Copy[]> {
  if (remote !== undefined) return []
  return followBranch(git, {path, branch: `refs/heads/${branch}`}, limits)
}
