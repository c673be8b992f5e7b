import type {Context, GlobalOptions} from '../context.ts'
import {RegmdError} from '../core/error.ts'
import {quote} from '../core/quote.ts'
import type {Branches} from '../git/local-port.ts'
import {type Ref, listRefs} from '../git/refs.ts'
import {advertise} from '../git/remote.ts'
import {type Repository, findRepository} from '../git/repository.ts'
import {isTooDeep} from '../git/environment.ts'
import type {Git} from '../git/run.ts'
import {listWorktrees} from '../git/worktrees.ts'
import {registryPath} from './path.ts'

/** A repository, and where in it the registry is said to be. */
export interface Checkout {
  readonly git: Git
  readonly repository: Repository
  /** Path of the registry from the root, if named. */
  readonly path: string | undefined
}

/** A repository, and what the options make of it. */
export interface Workspace extends Checkout {
  /** Name of a configured remote; `undefined` to work without. */
  readonly remote: string | undefined
}

/**
 * Opens the repository of the current directory.
 *
 * @throws {RegmdError} `NOT_A_REPOSITORY`, `REMOTE_UNAVAILABLE` for a remote that is not configured,
 *   `USAGE` for a path outside.
 */
export async function openWorkspace(
  context: Context,
  options: Pick<GlobalOptions, 'registry' | 'remote' | 'timeout'>
): Promise<Workspace> {
  const checkout = await openCheckout(context, options)
  const {git, repository} = checkout
  const remote = await chooseRemote(git, repository, options.remote)
  return {...checkout, git: {...git, environment: quietSsh(context.env, repository)}, remote}
}

/**
 * Opens the repository of the current directory for a command that asks no remote.
 *
 * @throws {RegmdError} `NOT_A_REPOSITORY`, `USAGE` for a path outside, and in hooks without end.
 */
export async function openCheckout(
  {cwd, env}: Context,
  options: Pick<GlobalOptions, 'registry' | 'timeout'>
): Promise<Checkout> {
  if (isTooDeep(env)) throw tooDeep()
  const deadline = Date.now() + options.timeout * 1000
  const git: Git = {directory: cwd, environment: env, deadline}
  const repository = await findRepository(git)
  const given = options.registry ?? (env['REGMD_REGISTRY'] || undefined)
  const path = given === undefined ? undefined : registryPath(given, repository)
  return {git, repository, path}
}

/** Branches of a registry that names none. */
export interface DefaultBranches extends Branches {
  /** What was last fetched of these branches, the remote's HEAD included, if git was asked for it. */
  readonly tracked?: readonly Ref[]
}

/**
 * Names the branches as they are before the registry has been read.
 *
 * Without a remote both are the base branch: `main`, else `master`, else what the main worktree has
 * checked out; never simply the current branch, which every worktree has its own of.
 *
 * @param isOffline - do not ask the remote.
 */
export async function defaultBranches(
  {git, remote}: Workspace,
  isOffline: boolean
): Promise<DefaultBranches> {
  if (remote === undefined) {
    const base = await localBase(git)
    return {written: base, base}
  }

  const written = 'registry'
  const folder = `refs/remotes/${remote}/`
  const names = ['HEAD', written, 'main'].map((name) => folder + name)
  const tracked = await listRefs(git, names)
  const base = headOf(tracked, folder)
  if (base !== undefined || isOffline) return {written, base: base ?? 'main', tracked}
  const {defaultBranch} = await advertise(git, remote, [])
  return {written, base: defaultBranch ?? 'main'}
}

/** The remote's default branch, as `git clone` noted it. */
function headOf(refs: readonly Ref[], folder: string): string | undefined {
  // The name may be a pattern, which finds other remotes' too.
  const target = refs.find(({name}) => name === `${folder}HEAD`)?.target ?? ''
  return target.startsWith(folder) ? target.slice(folder.length) : undefined
}

async function localBase(git: Git): Promise<string> {
  const [usual] = await listRefs(git, ['refs/heads/main', 'refs/heads/master'])
  const branch = usual?.name ?? (await listWorktrees(git))[0]?.branch ?? 'refs/heads/main'
  return branch.slice('refs/heads/'.length)
}

/** No questions, and an end where the other side has been silent for half a minute. */
const quietCommand = 'ssh -oBatchMode=yes -oServerAliveInterval=10 -oServerAliveCountMax=3'

function tooDeep(): RegmdError {
  return new RegmdError('USAGE', 'This is a hook that regmd set off by itself, again and again', {
    hint: 'git config core.hooksPath'
  })
}

/** A question from ssh would wait for an answer that nobody gives; a command of the user's stays. */
function quietSsh(env: Context['env'], {config}: Repository): Context['env'] {
  const isChosen = env['GIT_SSH_COMMAND'] || env['GIT_SSH'] || config.has('core.sshcommand')
  return isChosen ? env : {...env, GIT_SSH_COMMAND: quietCommand}
}

/** The base branch's remote, else `origin`, else the only one; no remote at all means none. */
async function chooseRemote(
  git: Git,
  {config}: Repository,
  given: string | undefined
): Promise<string | undefined> {
  if (given === 'none') return undefined
  const remotes = [...config.keys()].flatMap((key) => /^remote\.(.+)\.url$/u.exec(key)?.[1] ?? [])
  if (given !== undefined) {
    if (remotes.includes(given)) return given
    throw new RegmdError('REMOTE_UNAVAILABLE', `There is no remote called \`${given}\``, {
      hint: 'git remote --verbose'
    })
  }

  if (remotes.length < 2) return remotes[0]
  const tracked = config.get(`branch.${await localBase(git)}.remote`)
  const usual = [tracked, 'origin'].find((name) => name !== undefined && remotes.includes(name))
  if (usual !== undefined) return usual
  throw new RegmdError('USAGE', `Which remote has the registry: ${remotes.join(', ')}, or none?`, {
    hint: `regmd status --remote ${quote(remotes[0] ?? '')}`,
    details: {remotes}
  })
}
