import {type BlockStates, isRegistered} from '../core/changes/block-change.ts'
import {type Chronicle, tellHistory} from '../core/changes/chronicle.ts'
import type {JudgedChange} from '../core/changes/step.ts'
import {settleApprovals} from '../core/changes/tell-record.ts'
import {tellLost} from '../core/changes/tell.ts'
import type {ToldStep} from '../core/changes/told-step.ts'
import type {HistoryEntry} from '../core/history.ts'
import {isSameSession} from '../core/session.ts'
import {isShallow} from '../git/ancestry.ts'
import {firstParents} from '../git/lineage.ts'
import {without} from '../git/snapshot.ts'
import type {Git} from '../git/run.ts'
import {findPaths} from './paths.ts'
import type {Reading} from './read.ts'
import {toldSteps} from './told-steps.ts'

/** A history, and the paths that the registry had in its course, the present one first. */
export interface Told {
  readonly chronicle: Chronicle
  readonly paths: readonly string[]
  /** What tells the deeds of its commits from those of others. */
  readonly attempts: ReadonlySet<string>
  /** The same of commits of the base branch, where that is another one: a squash keeps their words. */
  readonly landedAttempts: ReadonlySet<string>
  /** Whether it goes back to the beginning; a shallow clone's does not. */
  readonly isComplete: boolean
}

/** Commits at which the registry branch stood once; what they held explains what came after them. */
export interface Abandoned {
  /** Commit ids, hex. */
  readonly abandoned: readonly string[]
  /** Whether somebody has been told of them already. */
  readonly areTold: boolean
}

/**
 * Tells what happened to a registry, oldest first: on the registry branch, and what the base branch
 * alone has.
 */
export async function readHistoryOf(
  git: Git,
  reading: Reading,
  {abandoned, areTold}: Abandoned
): Promise<Told> {
  const {snapshot, document, branches, policy} = reading
  const {tip, base} = snapshot
  const paths = await findPaths(git, tip, document.path)
  const isApart = base !== undefined && branches.base !== branches.written
  const landed = isApart ? await firstParents(git, base, paths) : new Set<string>()
  const line = await firstParents(git, tip, paths)
  const telling = {line, landed, policy, approved: new Set<string>()}
  const tell = (...revisions: readonly string[]) =>
    toldSteps(git, {revisions, paths, withMerges: true}, telling)
  const found = [
    ...(await tell(tip)),
    ...(isApart && base !== tip ? await tell(base, `^${tip}`) : [])
  ]
  const steps = isApart ? settleApprovals(found, telling.approved) : found
  const remembered = abandoned.length > 0 ? await tell(...abandoned, ...without(snapshot)) : []
  const deeds = [...steps, ...remembered].flatMap((step) => step.deeds)
  return {
    chronicle: tellHistory(steps, {steps: remembered, areTold}),
    paths,
    attempts: new Set(deeds.map(({attempt}) => attempt)),
    landedAttempts: new Set(
      steps.flatMap((step) => (step.isOnBase ? step.deeds.map(({attempt}) => attempt) : []))
    ),
    isComplete: !(await isShallow(git))
  }
}

/** What is known of the branches that count. */
interface Known extends Pick<Told, 'chronicle' | 'paths' | 'attempts'> {
  /** Blocks as they are now. */
  readonly holders: BlockStates
}

/** Claims on other branches of numbers that other sessions have, as far as this clone knows them. */
export async function readLost(
  git: Git,
  {snapshot, policy}: Reading,
  known: Known
): Promise<readonly HistoryEntry[]> {
  const revisions = ['--branches', '--remotes', ...without(snapshot)]
  const range = {revisions, paths: known.paths, withMerges: false}
  const steps = await toldSteps(git, range, {
    line: new Set(),
    landed: new Set(),
    policy,
    approved: new Set()
  })
  return steps.flatMap((step) => step.changes.flatMap((judged) => lostIn(step, judged, known)))
}

function lostIn(
  step: ToldStep,
  judged: JudgedChange,
  {holders, chronicle, attempts}: Known
): readonly HistoryEntry[] {
  const {number, after} = judged.change
  // Whoever had it once did not lose it.
  const isTold = judged.deed !== undefined && attempts.has(judged.deed.attempt)
  if (!after || isTold || chronicle.knows(number, after)) return []
  const holder = holders.get(number)
  const [has, wants] = [holder, after].map((state) => state?.block.claim.session)
  const isLate = judged.transition === 'claim' && isRegistered(holder)
  if (!isLate || has === undefined || wants === undefined || isSameSession(has, wants)) return []
  return [tellLost(step, judged, has)]
}
