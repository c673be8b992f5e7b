import {
  type Approval,
  type Landing,
  differingNumbers,
  objectionToLanding
} from '../core/approval.ts'
import {parseDeeds} from '../core/deed.ts'
import {listNumbers} from '../core/numbers.ts'
import {parseRegistry} from '../core/parse.ts'
import type {Registry} from '../core/registry.ts'
import {readHistory} from '../git/history.ts'
import {readLandings} from '../git/landings.ts'
import type {Git} from '../git/run.ts'
import {commitTree} from './commit-tree.ts'
import {findReadable} from './document.ts'
import type {Reading} from './read.ts'

/**
 * Finds out whether a human approved the registry as it is: the base branch has the same blocks, and
 * came to them by a merge.
 *
 * @returns nothing where both are one branch: there the document's own record counts.
 */
export async function readApproval(git: Git, reading: Reading): Promise<Approval | undefined> {
  const {snapshot, branches, document, approved} = reading
  if (branches.written === branches.base) return undefined
  if (snapshot.base === undefined || !approved) {
    return unapproved(`${branches.base} has no registry yet`)
  }

  const {registry} = document
  const differing = differingNumbers(registry, parseRegistry(approved.text, registry))
  const registered = registry.blocks.flatMap(({claim}) =>
    claim.status === 'REGISTERED' ? [claim.number] : []
  )
  if (differing.length > 0) {
    const why = `${branches.base} has ${listNumbers(differing)} otherwise than the registry`
    return unapproved(
      why,
      registered.filter((number) => !differing.includes(number))
    )
  }

  const landing = await findLanding(git, snapshot.base, reading)
  if (!landing) return unapproved(`${branches.base} has had these blocks from the start`)
  const isWordless = !landing.isMerge && landing.deeds.length === 0
  const isTaken = isWordless && (await isTakenOver(git, reading))
  const objection = objectionToLanding(landing, reading.policy, isTaken)
  const {commit, committer} = landing
  return objection === undefined
    ? {missing: [], commit, time: committer.time, numbers: registered}
    : unapproved(objection)
}

function unapproved(why: string, numbers: readonly number[] = []): Approval {
  return {missing: [why], commit: null, time: null, numbers}
}

/**
 * The commit by which the base branch came to hold the blocks as they are, or a person's word for them
 * since; none if it always held them.
 */
async function findLanding(
  git: Git,
  base: string,
  {document: {path, registry}}: Reading
): Promise<Landing | undefined> {
  let found: Landing | undefined
  for (const {message, ...landed} of await readLandings(git, base, path)) {
    const isAsNow = await saysTheSame(git, landed.commit, {path, registry})
    if (!isAsNow) return found
    found = {...landed, deeds: parseDeeds(message)}
    if (found.deeds.some(({action}) => action === 'approve')) return found
  }

  return undefined
}

/** Whether the registry branch has a commit of its own that brought the blocks as they are. */
async function isTakenOver(
  git: Git,
  {snapshot: {written, base}, document: {path, registry}}: Reading
): Promise<boolean> {
  if (written === undefined || base === undefined) return false
  const range = {revisions: [written, `^${base}`], paths: [path], withMerges: false}
  for (const {commit} of (await readHistory(git, range)).toReversed()) {
    const [after, before] = [commit, `${commit}^1`].map(async (name) =>
      saysTheSame(git, name, {path, registry})
    )
    if ((await after) && !(await before)) return true
  }

  return false
}

interface Known {
  readonly path: string
  readonly registry: Registry
}

async function saysTheSame(git: Git, commit: string, {path, registry}: Known): Promise<boolean> {
  const document = await findReadable(commitTree(git, commit), path)
  return document !== undefined && differingNumbers(registry, document.registry).length === 0
}
