import {isRegistered, statesOf} from '../core/changes/block-change.ts'
import type {Chronicle} from '../core/changes/chronicle.ts'
import {RegmdError} from '../core/error.ts'
import type {Breach} from '../core/history.ts'
import {findCommit} from '../git/ancestry.ts'
import {abandonedTips} from '../git/lineage.ts'
import {contains} from '../git/objects.ts'
import type {Git} from '../git/run.ts'
import {readDocument} from './document.ts'
import type {Reading} from './read.ts'
import {commitTree} from './tree.ts'

/** Finds claims at commits where the branch once stood, as this clone remembers, that it has no more. */
export async function findRewound(
  git: Git,
  {snapshot, document, branches}: Reading,
  {remote, chronicle}: {readonly remote: string | undefined; readonly chronicle: Chronicle}
): Promise<readonly Breach[]> {
  const folder = remote === undefined ? 'refs/heads' : `refs/remotes/${remote}`
  const tips = [snapshot.tip, snapshot.base].filter((tip) => tip !== undefined)
  const abandoned = await abandonedTips(git, [`${folder}/${branches.written}`], tips)
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
 * Finds that the branch does not contain a commit at which it is known to have stood.
 *
 * @param name - of the commit.
 * @throws {RegmdError} `COMMIT_UNAVAILABLE` if it is not here.
 */
export async function findMissing(
  git: Git,
  {snapshot: {tip}}: Reading,
  name: string
): Promise<readonly Breach[]> {
  const commit = await findCommit(git, name)
  if (commit === undefined) {
    throw new RegmdError('COMMIT_UNAVAILABLE', `There is no commit \`${name}\` here`, {
      hint: 'git fetch --all',
      details: {commit: name}
    })
  }

  if (await contains(git, tip, commit)) return []
  const message = 'The branch was rewound or rewritten: it does not contain this commit any more'
  return [{kind: 'rewound', commit, number: null, message}]
}
