import {randomUUID} from 'node:crypto'
import type {Context} from '../context.ts'
import {RegmdError} from '../core/error.ts'
import type {CommitOptions} from '../git/commit.ts'
import {type Copy, followBranch} from '../git/follow.ts'
import {identityOf} from '../git/identity.ts'
import type {Limits} from '../git/limits.ts'
import {type Branches, localPort} from '../git/local-port.ts'
import type {Port} from '../git/port.ts'
import {pushing} from '../git/push.ts'
import {ownRef, sweepRefs} from '../git/refs.ts'
import {type OwnRefs, remotePort} from '../git/remote-port.ts'
import {type Repository, isOn} from '../git/repository.ts'
import {sleep} from './sleep.ts'
import type {Workspace} from './workspace.ts'

/** What a write works with. */
export interface Ports {
  readonly portFor: (branches: Branches) => Port
  readonly limits: Limits
}

/**
 * Lends ports of a workspace, with refs of their own that are gone afterwards.
 *
 * @throws {RegmdError} `USAGE` in a hook of a push of regmd, and what the work throws.
 */
export async function withPorts<T>(
  workspace: Workspace,
  context: Context,
  work: (ports: Ports) => Promise<T>
): Promise<T> {
  refuseInHook(context)
  const {git, repository} = workspace
  // Git says so while the remote is read.
  const identity = identityOf(git, repository)
  const isSigned = isOn(repository, 'commit.gpgsign')
  const commit = async () => ({identity: await identity(), isSigned})
  const refs = {fetch: ownRef('fetch', randomUUID()), pending: ownRef('pending', randomUUID())}
  try {
    return await work({
      portFor: (branches) => portOf(workspace, branches, {refs, commit}),
      limits: limitsOf(workspace, context)
    })
  } finally {
    await sweepRefs(git, [refs.pending, refs.fetch])
  }
}

/** A registry's file on a branch. */
export interface WrittenFile {
  readonly path: string
  /** Short name. */
  readonly branch: string
}

/** A person who opens a checked-out registry after a local write sees it. */
export async function followCopies(
  {git, remote}: Workspace,
  {path, branch}: WrittenFile,
  limits: Limits
): Promise<readonly Copy[]> {
  if (remote !== undefined) return []
  return followBranch(git, {path, branch: `refs/heads/${branch}`}, limits)
}

function refuseInHook({env}: Context): void {
  if (env[pushing] === undefined) return
  throw new RegmdError('USAGE', 'This is a hook of a push of regmd, which cannot push again', {
    hint: 'git config core.hooksPath'
  })
}

interface PortOptions {
  readonly refs: OwnRefs
  readonly commit: () => Promise<CommitOptions>
}

function portOf(
  {git, remote, repository}: Workspace,
  branches: Branches,
  {refs, commit}: PortOptions
): Port {
  return remote === undefined
    ? localPort(git, branches, {commit, pending: refs.pending})
    : remotePort(git, {remote, branches}, {commit, refs, ...waysTo(repository, remote)})
}

/** A commit that its author has to sign can be made by nobody else, and what is split, not watched. */
function waysTo(repository: Repository, remote: string) {
  const split = isSplit(repository, remote)
  return {isSplit: split, isQueued: !split && !isOn(repository, 'commit.gpgsign')}
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
    // What is waited for after an interruption is to learn what took effect.
    sleep: async (ms) => sleep(ms, signal.aborted ? undefined : signal)
  }
}
