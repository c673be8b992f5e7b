import {RegmdError} from '../core/error.ts'
import {type Git, run, runChecked} from './run.ts'

/**
 * Finds the commit that a name stands for.
 *
 * @param name - a ref or a commit id, as a person gave it.
 * @returns its id, hex; `undefined` if there is no such commit here.
 */
export async function findCommit(git: Git, name: string): Promise<string | undefined> {
  // An option, the history without something, a search, or nothing that git would take for a name.
  if (/^[-^:]|[\s\p{Cc}]/u.test(name)) return undefined
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]
  const {code, stdout} = await run(git, args)
  return code === 0 ? stdout.toString().trim() : undefined
}

/**
 * As {@link findCommit}, for a commit without which nothing can be done.
 *
 * @throws {RegmdError} `COMMIT_UNAVAILABLE` if it is not here.
 */
export async function requireCommit(git: Git, name: string): Promise<string> {
  const commit = await findCommit(git, name)
  if (commit !== undefined) return commit
  const message = `There is no commit \`${name}\` here, or it is none; in a workflow, check out with \`fetch-depth: 0\``
  throw new RegmdError('COMMIT_UNAVAILABLE', message, {
    hint: 'git fetch --all',
    details: {commit: name}
  })
}

/**
 * Finds where two commits part; in more than one place if their branches were merged both ways.
 *
 * @throws {RegmdError} `COMMIT_UNAVAILABLE` if they have nothing in common here, or if a shallow
 *   clone hides a part of what lies between: a guess could let through what it must not.
 */
export async function mergeBasesOf(
  git: Git,
  base: string,
  head: string
): Promise<readonly string[]> {
  const {code, stdout} = await run(git, ['merge-base', '--all', base, head])
  const isCutOff = await isShallow(git)
  const mergeBases = stdout
    .toString()
    .split('\n')
    .filter((oid) => oid !== '')
  if (code !== 0 || mergeBases.length === 0) throw unrelated(isCutOff)
  const between = [base, head, ...mergeBases.map((oid) => `^${oid}`)]
  if (isCutOff && (await isCut(git, between))) throw unrelated(true)
  return mergeBases
}

/** Whether a clone has only the latest part of the history. */
export async function isShallow(git: Git): Promise<boolean> {
  return (await runChecked(git, ['rev-parse', '--is-shallow-repository'])).trim() === 'true'
}

/** Whether a range holds a commit without parents: the edge of a shallow clone. */
async function isCut(git: Git, revisions: readonly string[]): Promise<boolean> {
  const args = ['rev-list', '--count', '--max-count=1', '--max-parents=0', ...revisions]
  return (await runChecked(git, args)).trim() !== '0'
}

/**
 * Refusal where a shallow clone hides what is asked for.
 *
 * @param what - cannot be done: `verify the history`.
 */
export function tooShallow(what: string): RegmdError {
  const message = `This clone is too shallow to ${what}; in a workflow, check out with \`fetch-depth: 0\``
  return new RegmdError('COMMIT_UNAVAILABLE', message, {hint: 'git fetch --unshallow'})
}

function unrelated(isCutOff: boolean): RegmdError {
  if (isCutOff) return tooShallow('tell where the base and the checked commit part')
  const message = 'The base and the checked commit have no history in common'
  return new RegmdError('COMMIT_UNAVAILABLE', message, {hint: 'git log --oneline --graph --all'})
}
