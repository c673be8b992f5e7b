import type {Context} from '../context.ts'
import {mergeCommands} from '../core/by-hand.ts'
import {type Forge, forgeOf, mayBeGithub, pullRequestPage} from '../core/forge.ts'
import {remoteAddress} from '../git/remote-address.ts'
import {type Wanted, type Wording, openPullRequest} from './gh-pull-request.ts'
import type {Workspace} from './workspace.ts'

/** How a pull request came to a person. */
export interface Publication {
  /** `manual`: a person opens the page, or runs the commands. */
  readonly action: 'created' | 'updated' | 'manual'
  readonly number: number | null
  /** Of the pull request, or of the page that opens one; `null` where neither is known. */
  readonly url: string | null
  /** Why it is manual; may be foreign text. `null` where it is not. */
  readonly reason: string | null
  /** Commands that merge by hand; empty where there is a page. */
  readonly commands: readonly string[]
}

/** Which pull request is meant, of which remote. */
export interface Destination extends Wanted {
  /** Name of a configured remote. */
  readonly remote: string
}

/**
 * Finds the forge of a remote: by the address as it is configured, which names the forge where git
 * is told to go around by a mirror, else by the one that git makes of it.
 */
export async function findForge(
  {git, repository}: Workspace,
  remote: string
): Promise<Forge | undefined> {
  const configured = repository.config.get(`remote.${remote}.url`) ?? ''
  return forgeOf(configured) ?? forgeOf(await remoteAddress(git, remote))
}

/**
 * Opens or updates a pull request where a program for it is installed and signed in; else says how a
 * person does it.
 *
 * @throws {RegmdError} `INTERRUPTED`.
 */
export async function publish(
  {git}: Workspace,
  {destination, wording}: {readonly destination: Destination; readonly wording: Wording},
  {cwd, env, signal}: Context
): Promise<Publication> {
  const {forge} = destination
  const gh = {directory: cwd, environment: env, deadline: git.deadline, signal}
  if (forge && !mayBeGithub(forge)) return manual(destination, null)
  const opened = await openPullRequest(gh, destination, wording)
  return 'reason' in opened
    ? manual(destination, opened.reason)
    : {...opened, reason: null, commands: []}
}

/** What a person does where no program can. */
export function manual({forge, branches, remote}: Destination, reason: string | null): Publication {
  const url = forge && pullRequestPage(forge, branches)
  const commands = url === undefined ? mergeCommands(remote, branches) : []
  return {action: 'manual', number: null, url: url ?? null, reason, commands}
}
