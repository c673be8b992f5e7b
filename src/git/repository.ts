import {RegmdError} from '../core/error.ts'
import {gitFailure, words} from './failure.ts'
import {type Git, type Outcome, run} from './run.ts'

/** A repository as seen from a directory in it. */
export interface Repository {
  /** Root of the worktree; `undefined` in a bare repository. */
  readonly root: string | undefined
  /** Path from the root to the directory, with a final slash; empty at the root. */
  readonly prefix: string
  /** Effective configuration by key; of several values the last. Section and name in lower case. */
  readonly config: ReadonlyMap<string, string>
}

/**
 * Finds the repository of a directory.
 *
 * @throws {RegmdError} `NOT_A_REPOSITORY` if there is none, git does not trust its owner, or cannot
 *   read its configuration.
 */
export async function findRepository(git: Git): Promise<Repository> {
  const [places, config] = await Promise.all([
    // In a bare repository it stops at the last question, the others answered.
    run(git, ['rev-parse', '--git-dir', '--show-prefix', '--show-toplevel']),
    run(git, ['config', '--list', '-z'])
  ])

  const [directory = '', prefix = '', root = ''] = places.stdout.toString().split('\n')
  if (directory === '') throw notARepository(places.stderr)
  // Without its remotes a clone would pass for a repository that has none.
  if (config.code !== 0) throw gitFailure('config', config.stderr)
  return {root: root === '' ? undefined : root, prefix, config: readConfig(config)}
}

/** Whether a key is on, as git reads booleans; see git-config(1), VALUES. */
export function isOn({config}: Repository, key: string): boolean {
  const value = config.get(key)?.trim().toLowerCase() ?? ''
  return !['', 'false', 'no', 'off', '0'].includes(value)
}

function readConfig({stdout}: Outcome): ReadonlyMap<string, string> {
  return new Map(
    stdout
      .toString()
      .split('\0')
      .filter((entry) => entry !== '')
      .map((entry) => {
        const [key = '', ...value] = entry.split('\n')
        // A key without a value means that it is on.
        return [key, value.length === 0 ? 'true' : value.join('\n')]
      })
  )
}

function notARepository(stderr: string): RegmdError {
  const git = words(stderr)
  const isDistrusted = git.some((line) => line.includes('safe.directory'))
  return isDistrusted
    ? new RegmdError('NOT_A_REPOSITORY', 'Git does not trust the owner of this repository', {
        hint: 'git config --global --add safe.directory "$PWD"',
        details: {git}
      })
    : new RegmdError('NOT_A_REPOSITORY', 'This directory is not in a git repository', {
        hint: 'git init',
        details: {git}
      })
}
