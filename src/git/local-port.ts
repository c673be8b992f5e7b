import {RegmdError} from '../core/error.ts'
import {quote} from '../core/quote.ts'
import {type CommitOptions, commitFile} from './commit.ts'
import {contains} from './objects.ts'
import type {Answer} from './answer.ts'
import type {Port} from './port.ts'
import type {Snapshot} from './snapshot.ts'
import {listRefs, moveRef} from './refs.ts'
import {words} from './failure.ts'
import type {Git} from './run.ts'

/** Names of the two branches, short: `registry`, `main`. */
export interface Branches {
  readonly written: string
  readonly base: string
}

/**
 * Lands commits by moving a branch of this repository.
 *
 * @param pending - ref for the commit while it waits; the caller deletes it.
 */
export function localPort(
  git: Git,
  branches: Branches,
  options: {readonly commit: () => Promise<CommitOptions>; readonly pending: string}
): Port {
  const name = `refs/heads/${branches.written}`

  return {
    // A ref that is locked is soon free again; only the deadline ends the wait.
    patience: Number.POSITIVE_INFINITY,
    read: () => readLocal(git, branches),
    holds: async ({written}, commit) => written !== undefined && contains(git, written, commit),

    async commit({tip}, write) {
      return commitFile(
        git,
        {...write, parent: tip},
        {
          ...(await options.commit()),
          ref: options.pending
        }
      )
    },

    async send({written}, commit): Promise<Answer> {
      const message = 'regmd: registry'
      const outcome = await moveRef(git, {name, oid: commit, expected: written, message})
      if (outcome.code === undefined) return {kind: 'unknown', words: []}
      if (outcome.code !== 0) await checkRoom(git, name)
      const kind = outcome.code === 0 ? 'accepted' : 'rejected'
      return {kind, words: words(outcome.stderr)}
    }
  }
}

/** Git has a branch either as a name or as a folder of names; waiting does not help. */
async function checkRoom(git: Git, name: string): Promise<void> {
  const parents = [...name.matchAll(/\//gu)].map(({index}) => name.slice(0, index)).slice(2)
  const refs = (await listRefs(git, [name, ...parents])).map((ref) => ref.name)
  const other = refs.find((ref) => ref.startsWith(`${name}/`) || parents.includes(ref))
  if (other === undefined) return
  const [short, wanted] = [other, name].map((ref) => ref.slice('refs/heads/'.length))
  throw new RegmdError(
    'REGISTRY_INVALID',
    `There can be no branch \`${wanted}\` beside \`${short}\`; nothing was changed`,
    {hint: `git branch --move ${quote(short ?? '')} NAME`}
  )
}

/**
 * Reads the branches of this repository.
 *
 * @throws {RegmdError} `REGISTRY_NOT_FOUND` if neither exists.
 */
export async function readLocal(git: Git, branches: Branches): Promise<Snapshot> {
  const [written, base] = await readHeads(git, [branches.written, branches.base])
  return {tip: await chooseTip(git, {written, base}, branches), written, base}
}

/** Commits of local branches, in order; `undefined` for one that does not exist. */
async function readHeads(
  git: Git,
  names: readonly string[]
): Promise<readonly (string | undefined)[]> {
  const wanted = names.map((name) => `refs/heads/${name}`)
  const refs = await listRefs(git, wanted)
  return wanted.map((name) => refs.find((ref) => ref.name === name)?.oid)
}

/**
 * The commit to build on: the written branch, unless the base branch has moved on and contains it.
 *
 * @throws {RegmdError} `REGISTRY_NOT_FOUND` if neither branch exists.
 */
export async function chooseTip(
  git: Git,
  {written, base}: Omit<Snapshot, 'tip'>,
  branches: Branches
): Promise<string> {
  if (written !== undefined && base !== undefined && written !== base) {
    return (await contains(git, base, written)) ? base : written
  }

  const tip = written ?? base
  if (tip !== undefined) return tip
  throw new RegmdError('REGISTRY_NOT_FOUND', `There is no branch ${branches.base} yet`, {
    hint: `git commit --allow-empty -m 'Start'`
  })
}
