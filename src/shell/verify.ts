import {isRegistered, statesOf} from '../core/changes/block-change.ts'
import type {Chronicle} from '../core/changes/chronicle.ts'
import {RegmdError} from '../core/error.ts'
import type {Breach} from '../core/history.ts'
import {findCommit} from '../git/ancestry.ts'
import {abandonedTips, isOnLine} from '../git/lineage.ts'
import {contains} from '../git/objects.ts'
import type {Git} from '../git/run.ts'
import {readDocument} from './document.ts'
import type {Reading} from './read.ts'
import {commitTree} from './commit-tree.ts'

/** Refusal to verify what a shallow clone cannot show. */
export function incomplete(): RegmdError {
  const message =
    'This clone is too shallow to verify the history; in a workflow, check out with `fetch-depth: 0`'
  return new RegmdError('COMMIT_UNAVAILABLE', message, {hint: 'git fetch --unshallow'})
}

/** Commits at which the registry branch stood, as this clone remembers, that are not in it any more. */
export async function findAbandoned(
  git: Git,
  {snapshot, branches}: Reading,
  remote: string | undefined
): Promise<readonly string[]> {
  const folder = remote === undefined ? 'refs/heads' : `refs/remotes/${remote}`
  return abandonedTips(git, [`${folder}/${branches.written}`], snapshot)
}

/** Finds claims at abandoned commits that the history of today does not know. */
export async function findRewound(
  git: Git,
  {document}: Reading,
  {abandoned, chronicle}: {readonly abandoned: readonly string[]; readonly chronicle: Chronicle}
): Promise<readonly Breach[]> {
  const breaches: Breach[] = []
  for (const commit of abandoned) {
    for (const [number, state] of await claimsAt(git, commit, document.path)) {
      const session = state.block.claim.session ?? ''
      const isKnown =
        chronicle.knows(number, state) || breaches.some((one) => one.number === number)
      const message = `The branch was rewound or rewritten: it stood here, where session ${session} held number ${number}`
      if (!isKnown) breaches.push({kind: 'rewound', commit, number, message})
    }
  }

  return breaches
}

async function claimsAt(git: Git, commit: string, path: string) {
  try {
    const {registry} = await readDocument(commitTree(git, commit), {path})
    return [...statesOf(registry)].filter(([, state]) => isRegistered(state))
  } catch (error) {
    if (error instanceof RegmdError) return []
    throw error
  }
}

/**
 * Finds that a commit at which the registry branch or the base branch is known to have stood is
 * neither on the line of the one nor in the history of the other.
 *
 * @param name - of the commit.
 * @throws {RegmdError} `COMMIT_UNAVAILABLE` if it is not here.
 */
export async function findMissing(
  git: Git,
  {snapshot: {tip, base}}: Reading,
  name: string
): Promise<readonly Breach[]> {
  const commit = await findCommit(git, name)
  if (commit === undefined) {
    throw new RegmdError('COMMIT_UNAVAILABLE', `There is no commit \`${name}\` here`, {
      hint: 'git fetch --all',
      details: {commit: name}
    })
  }

  const isThere =
    (await isOnLine(git, tip, commit)) ||
    (base !== undefined && (await contains(git, base, commit)))
  if (isThere) return []
  const message = 'The branch was rewound or rewritten: it does not contain this commit'
  return [{kind: 'rewound', commit, number: null, message}]
}
