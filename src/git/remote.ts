import {RegmdError} from '../core/error.ts'
import {quote} from '../core/quote.ts'
import {words} from './failure.ts'
import {type Git, run} from './run.ts'

/** What a remote says it has. */
export interface Advertisement {
  /** Short name of the branch that HEAD stands for. */
  readonly defaultBranch: string | undefined
  /** Commit ids by short branch name. */
  readonly branches: ReadonlyMap<string, string>
}

/** What is fetched. */
export interface Fetched {
  /** Fully qualified local refs by short name of the branch. */
  readonly targets: ReadonlyMap<string, string>
  /** Refspecs of what may be there beside the branches; refs here that are gone there are deleted. */
  readonly others?: readonly string[]
}

/**
 * Fetches branches into refs of this process, and nothing else: no tracking refs, no tags, no
 * `FETCH_HEAD`, which other worktrees of the clone share.
 *
 * @returns whether it succeeded; a branch that does not exist makes it fail.
 * @throws {RegmdError} `REMOTE_UNAVAILABLE` if the remote did not answer in time.
 */
export async function fetchBranches(
  git: Git,
  remote: string,
  {targets, others = []}: Fetched
): Promise<boolean> {
  const refspecs = [...targets].map(([branch, ref]) => `+refs/heads/${branch}:${ref}`)
  const {code, stderr} = await run(git, [
    'fetch',
    '--verbose',
    '--no-tags',
    '--no-write-fetch-head',
    '--no-auto-maintenance',
    '--no-recurse-submodules',
    '--refmap=',
    ...(others.length > 0 ? ['--prune'] : []),
    '--',
    remote,
    ...refspecs,
    ...others
  ])
  if (code === undefined) throw unavailable(remote, stderr)
  return code === 0
}

/**
 * Asks a remote for its default branch and for branches by name.
 *
 * @throws {RegmdError} `REMOTE_UNAVAILABLE` if it does not answer.
 */
export async function advertise(
  git: Git,
  remote: string,
  branches: readonly string[]
): Promise<Advertisement> {
  const patterns = branches.map((branch) => `refs/heads/${branch}`)
  const args = ['ls-remote', '--symref', '--', remote, 'HEAD', ...patterns]
  const {code, stdout, stderr} = await run(git, args)
  if (code !== 0) throw unavailable(remote, stderr, code)
  const lines = stdout.toString().split('\n')

  return {
    defaultBranch: lines.flatMap(
      (line) => /^ref: refs\/heads\/(\S+)\tHEAD$/u.exec(line)?.[1] ?? []
    )[0],
    branches: new Map(
      lines.flatMap((line) => {
        const match = /^([0-9a-f]+)\trefs\/heads\/(\S+)$/u.exec(line)
        return match ? [[match[2] ?? '', match[1] ?? ''] as const] : []
      })
    )
  }
}

function unavailable(remote: string, stderr: string, code?: number): RegmdError {
  const details = {git: words(stderr)}
  if (code === undefined) {
    const message = `Remote ${remote} did not answer in time; nothing was changed`
    return new RegmdError('REMOTE_UNAVAILABLE', message, {hint: 'regmd status --offline', details})
  }

  return new RegmdError(
    'REMOTE_UNAVAILABLE',
    `Cannot reach remote ${remote}; nothing was changed`,
    {
      hint: `git remote set-url ${quote(remote)} URL`,
      details
    }
  )
}
