import {isRegistered, statesOf} from '../core/changes/block-change.ts'
import {parseDeeds} from '../core/deed.ts'
import type {Breach} from '../core/history.ts'
import {requireCommit} from '../git/ancestry.ts'
import {readHistory} from '../git/history.ts'
import {abandonedTips, isOnLine} from '../git/lineage.ts'
import {contains} from '../git/objects.ts'
import {without} from '../git/snapshot.ts'
import type {Git} from '../git/run.ts'
import {findReadable} from './document.ts'
import type {Told} from './history.ts'
import type {Reading} from './read.ts'
import {commitTree} from './commit-tree.ts'

/** Commits at which the registry branch stood, as this clone remembers, that are not in it any more. */
export async function findAbandoned(
  git: Git,
  {snapshot, branches}: Reading,
  remote: string | undefined
): Promise<readonly string[]> {
  const folder = remote === undefined ? 'refs/heads' : `refs/remotes/${remote}`
  return abandonedTips(git, [`${folder}/${branches.written}`], snapshot)
}

/** What was abandoned, and what the history of today knows. */
export interface Remembered extends Pick<Told, 'chronicle' | 'landedAttempts'> {
  readonly abandoned: readonly string[]
}

/** Finds claims at abandoned commits that the history of today does not know. */
export async function findRewound(
  git: Git,
  reading: Reading,
  {abandoned, chronicle, landedAttempts}: Remembered
): Promise<readonly Breach[]> {
  const {document} = reading
  const breaches: Breach[] = []
  for (const commit of abandoned) {
    if (await isTakenOver(git, reading, {commit, landedAttempts})) continue
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

/** Whether the base branch has repeated, in a squash, all that led to an abandoned commit. */
async function isTakenOver(
  git: Git,
  {snapshot, document: {path}}: Reading,
  {commit, landedAttempts}: Pick<Told, 'landedAttempts'> & {readonly commit: string}
): Promise<boolean> {
  const range = {revisions: [commit, ...without(snapshot)], paths: [path], withMerges: true}
  const attempts = (await readHistory(git, range)).map(({message}) =>
    parseDeeds(message).map(({attempt}) => attempt)
  )
  const isRepeated = (own: readonly string[]) =>
    own.length > 0 && own.every((one) => landedAttempts.has(one))
  // What the branch still contains is no matter of words.
  return attempts.length > 0 && attempts.every(isRepeated)
}

async function claimsAt(git: Git, commit: string, path: string) {
  const document = await findReadable(commitTree(git, commit), path)
  return [...statesOf(document?.registry)].filter(([, state]) => isRegistered(state))
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
  const commit = await requireCommit(git, name)
  const isThere =
    (await isOnLine(git, tip, commit)) ||
    (base !== undefined && (await contains(git, base, commit)))
  if (isThere) return []
  const message = 'The branch was rewound or rewritten: it does not contain this commit'
  return [{kind: 'rewound', commit, number: null, message}]
}
