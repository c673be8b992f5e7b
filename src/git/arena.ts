import {RegmdError} from '../core/error.ts'
import {type FirstFiles, startBranch} from './first-commit.ts'
import {listRefs} from './refs.ts'
import {words} from './failure.ts'
import {queueFolder} from './queue/refs.ts'
import {type Git, run, runChecked} from './run.ts'

/** A remote with two branches, on which nothing else works. */
export interface Arena {
  /** What git takes for a remote: path or URL. */
  readonly url: string
  /** Short names. */
  readonly base: string
  readonly written: string
}

/**
 * Makes a clone that knows the two branches and nothing else of the remote.
 *
 * @returns git in the clone.
 */
export async function makeArenaClone(
  git: Git,
  {url, base}: Arena,
  directory: string
): Promise<Git> {
  await runChecked(git, ['init', '--quiet', '--initial-branch=main', directory])
  const clone = {...git, directory}
  const settings = [
    ['remote.origin.url', url],
    ['remote.origin.fetch', `+refs/heads/${base}:refs/remotes/origin/${base}`],
    ['commit.gpgsign', 'false'],
    ['gc.auto', '0'],
    ['maintenance.auto', 'false']
  ]
  for (const [key = '', value = ''] of settings) await runChecked(clone, ['config', key, value])
  // Where `git clone` would note the remote's default branch.
  const target = `refs/remotes/origin/${base}`
  await runChecked(clone, ['symbolic-ref', 'refs/remotes/origin/HEAD', target])
  return clone
}

/**
 * Starts the base branch with a commit of its own.
 *
 * @returns commit id.
 * @throws {RegmdError} `REMOTE_UNAVAILABLE` with git's words if the remote does not take it.
 */
export async function startBase(clone: Git, {base}: Arena, files: FirstFiles): Promise<string> {
  await startBranch(clone, base, {message: 'Start a trial', files})
  await pushTo(clone, [`refs/heads/${base}:refs/heads/${base}`])
  return (await runChecked(clone, ['rev-parse', `refs/heads/${base}`])).trim()
}

/** Fetches a branch as it is now; `undefined` if there is none. */
export async function fetchTip(clone: Git, branch: string): Promise<string | undefined> {
  const ref = `refs/remotes/origin/${branch}`
  const refspec = `+refs/heads/${branch}:${ref}`
  await run(clone, ['fetch', '--verbose', '--no-tags', '--', 'origin', refspec])
  return (await listRefs(clone, [ref]))[0]?.oid
}

/**
 * Deletes branches of the remote, those that are there, and what waits beside them.
 *
 * @returns fully qualified names of the refs that are left.
 */
export async function deleteBranches(
  clone: Git,
  branches: readonly string[]
): Promise<readonly string[]> {
  const present = await listRemote(clone, branches)
  if (present.length === 0) return []
  await run(clone, ['push', '--porcelain', '--', 'origin', ...present.map((ref) => `:${ref}`)])
  return listRemote(clone, branches)
}

/** Refs of branches and of their queues; all that there may be, where the remote does not answer. */
async function listRemote(clone: Git, branches: readonly string[]): Promise<readonly string[]> {
  const heads = branches.map((branch) => `refs/heads/${branch}`)
  const patterns = [...heads, ...branches.map((branch) => `${queueFolder(branch)}/*`)]
  const {code, stdout} = await run(clone, ['ls-remote', '--', 'origin', ...patterns])
  if (code !== 0) return heads
  return stdout
    .toString()
    .split('\n')
    .flatMap((line) => line.split('\t')[1] ?? [])
}

async function pushTo(clone: Git, refspecs: readonly string[]): Promise<void> {
  const {code, stdout, stderr} = await run(clone, [
    'push',
    '--porcelain',
    '--',
    'origin',
    ...refspecs
  ])
  if (code === 0) return
  throw new RegmdError('REMOTE_UNAVAILABLE', 'The remote does not take the branch of a trial', {
    hint: 'regmd selftest',
    details: {git: words(`${stdout.toString()}\n${stderr}`)}
  })
}
