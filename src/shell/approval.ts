import {
  type Approval,
  type Landing,
  differingNumbers,
  objectionToLanding
} from '../core/approval.ts'
import {parseDeeds} from '../core/deed.ts'
import {listNumbers} from '../core/numbers.ts'
import {parseRegistry} from '../core/parse.ts'
import {registeredNumbers} from '../core/registered.ts'
import {readHistory} from '../git/history.ts'
import {readLandings} from '../git/landings.ts'
import type {Git} from '../git/run.ts'
import {type Content, saysTheSame} from './content.ts'
import {readApprovalInPlace} from './approval-in-place.ts'
import type {Reading} from './read.ts'

/**
 * Finds out whether a human approved the registry as it is: the base branch has the same blocks, and
 * came to them by a merge; where both are one branch, a person's commit says so.
 */
export async function readApproval(git: Git, reading: Reading): Promise<Approval> {
  const {snapshot, branches, document, approved} = reading
  if (branches.written === branches.base) return readApprovalInPlace(git, reading)
  if (snapshot.base === undefined || !approved) {
    return unapproved(`${branches.base} has no registry yet`)
  }

  const content = {
    path: document.path,
    registry: parseRegistry(approved.text, document.registry)
  }
  const landing = await findLanding(git, snapshot.base, content)
  const objection = await objectionTo(git, reading, {content, landing})
  return approvalOf(reading, {content, landing, objection})
}

interface Judged extends Landed {
  /** What keeps the base branch's blocks from being approved. */
  readonly objection: string | undefined
}

function approvalOf(
  {document: {registry}, branches}: Reading,
  {content, landing, objection}: Judged
): Approval {
  const differing = differingNumbers(registry, content.registry)
  const numbers = registeredNumbers(registry).filter((number) => !differing.includes(number))
  if (differing.length > 0) {
    const why = `${branches.base} has ${listNumbers(differing)} otherwise than the registry`
    return unapproved(why, objection === undefined ? numbers : [])
  }

  if (objection !== undefined || !landing) return unapproved(objection ?? '')
  return {missing: [], commit: landing.commit, time: landing.committer.time, numbers}
}

function unapproved(why: string, numbers: readonly number[] = []): Approval {
  return {missing: [why], commit: null, time: null, numbers}
}

/**
 * The commit by which the base branch came to hold its blocks as they are, or a person's word for them
 * since; none if it always held them, or has no claim.
 */
async function findLanding(git: Git, tip: string, content: Content): Promise<Landing | undefined> {
  if (registeredNumbers(content.registry).length === 0) return undefined
  let found: Landing | undefined
  for (const {message, ...landed} of await readLandings(git, {tip, path: content.path})) {
    if (!(await saysTheSame(git, landed.commit, content))) return found
    found = {...landed, deeds: parseDeeds(message)}
    if (found.deeds.some(({action}) => action === 'approve')) return found
  }

  return undefined
}

interface Landed {
  readonly content: Content
  readonly landing: Landing | undefined
}

async function objectionTo(
  git: Git,
  reading: Reading,
  {content, landing}: Landed
): Promise<string | undefined> {
  if (!landing) return `${reading.branches.base} has had these blocks from the start`
  const isWordless = !landing.isMerge && landing.deeds.length === 0
  const isTaken = isWordless && (await isTakenOver(git, reading, content))
  return objectionToLanding(landing, reading.policy, isTaken)
}

/** Whether the registry branch has a commit of its own that brought the blocks of the base branch. */
async function isTakenOver(
  git: Git,
  {snapshot: {written, base}}: Reading,
  content: Content
): Promise<boolean> {
  if (written === undefined || base === undefined) return false
  const range = {revisions: [written, `^${base}`], paths: [content.path], withMerges: false}
  for (const {commit} of (await readHistory(git, range)).toReversed()) {
    const isAfter = await saysTheSame(git, commit, content)
    if (isAfter && !(await saysTheSame(git, `${commit}^1`, content))) return true
  }

  return false
}
