import {blankClaim} from '../core/claim.ts'
import {RegmdError} from '../core/error.ts'
import type {Repository} from '../git/repository.ts'
import {checkWith} from '../core/schema.ts'
import {sessionKey, storeSession} from '../git/session-config.ts'
import type {Workspace} from './workspace.ts'

/** A session id and where it was found. */
export interface KnownSession {
  readonly id: string
  readonly source: 'flag' | 'environment' | 'git config' | 'message'
}

/** Where a session id may come from, in order. */
export interface SessionSources {
  readonly flag: string | undefined
  readonly env: Readonly<Record<string, string | undefined>>
  readonly repository: Repository
  /** Of a registration message; counts where nothing else does. */
  readonly last?: string | undefined
}

/** Finds out which session this is: `--session`, else `REGMD_SESSION`, else `regmd.session`. */
export function findSession({
  flag,
  env,
  repository,
  last
}: SessionSources): KnownSession | undefined {
  if (flag !== undefined) return {id: flag, source: 'flag'}
  const variable = env['REGMD_SESSION']
  if (variable !== undefined && variable !== '') return {id: variable, source: 'environment'}
  const stored = repository.config.get(sessionKey)
  if (stored !== undefined && stored !== '') return {id: stored, source: 'git config'}
  return last === undefined ? undefined : {id: last, source: 'message'}
}

/**
 * As {@link findSession}, for commands that cannot do without.
 *
 * @throws {RegmdError} `USAGE` if no source has one.
 */
export function requireSession(sources: SessionSources): KnownSession {
  const session = findSession(sources)
  if (session) return session
  throw new RegmdError('USAGE', 'Which session is this? Name it once for this worktree', {
    hint: 'regmd whoami --set ID'
  })
}

/**
 * Stores the session id of this worktree.
 *
 * @throws {RegmdError} `USAGE` if it is not an id that a claim could have.
 */
export async function saveSession({git, repository}: Workspace, id: string): Promise<void> {
  const {validateClaim} = await import('../core/shipped-validator.ts')
  const [finding] = checkWith(validateClaim)({...blankClaim, number: 1, session: id})
  if (finding) throw new RegmdError('USAGE', finding.message, {hint: 'regmd whoami --set NAME'})
  await storeSession(git, repository, id)
}
