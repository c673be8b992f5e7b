import {type BlockStates, isRegistered} from '../core/changes/block-change.ts'
import {type Chronicle, startChronicle} from '../core/changes/chronicle.ts'
import {judgeStep} from '../core/changes/step.ts'
import {tellLost} from '../core/changes/tell.ts'
import type {ToldStep} from '../core/changes/told-step.ts'
import type {HistoryEntry} from '../core/history.ts'
import {isSameSession} from '../core/session.ts'
import {type Range, readHistory, renamedFrom} from '../git/history.ts'
import {firstParents} from '../git/lineage.ts'
import type {Git} from '../git/run.ts'
import type {Reading} from './read.ts'
import {stepsOf} from './steps.ts'

/** A history, and the paths that the registry had in its course, the present one first. */
export interface Told {
  readonly chronicle: Chronicle
  readonly paths: readonly string[]
}

/**
 * Tells what happened to a registry, oldest first: the history of the registry branch, then what
 * the base branch alone has.
 */
export async function tellHistory(git: Git, reading: Reading): Promise<Told> {
  const {snapshot, document, branches, policy} = reading
  const {tip, base} = snapshot
  const paths = await pathsOf(git, tip, document.path)
  const isApart = base !== undefined && branches.base !== branches.written
  const landed = isApart ? await firstParents(git, base, paths) : new Set<string>()
  const chronicle = startChronicle(policy)
  const ranges = [[tip], ...(isApart && base !== tip ? [[base, `^${tip}`]] : [])]
  for (const revisions of ranges) {
    for await (const step of toldSteps(git, {revisions, paths, withMerges: true}, landed)) {
      chronicle.add(step)
    }
  }

  return {chronicle, paths}
}

/** Claims on other branches of numbers that other sessions have, as far as this clone knows them. */
export async function readLost(
  git: Git,
  {snapshot: {tip, base}, policy}: Reading,
  {paths, holders}: {readonly paths: readonly string[]; readonly holders: BlockStates}
): Promise<readonly HistoryEntry[]> {
  const revisions = [
    '--branches',
    '--remotes',
    `^${tip}`,
    ...(base === undefined ? [] : [`^${base}`])
  ]
  const lost: HistoryEntry[] = []
  for await (const step of toldSteps(git, {revisions, paths, withMerges: false}, new Set())) {
    for (const judged of judgeStep(step, policy)) {
      const {number, after} = judged.change
      const holder = holders.get(number)
      const [has, wants] = [holder, after].map((state) => state?.block.claim.session)
      const isClaim = judged.transition === 'claim' && isRegistered(holder)
      if (!isClaim || has === undefined || wants === undefined || isSameSession(has, wants))
        continue
      lost.push(tellLost(step, judged, has))
    }
  }

  return lost
}

async function* toldSteps(
  git: Git,
  range: Range,
  landed: ReadonlySet<string>
): AsyncGenerator<ToldStep, void, undefined> {
  for await (const {entry, documents, ...step} of stepsOf(git, await readHistory(git, range))) {
    yield {
      ...step,
      documents,
      author: entry.author,
      time: entry.time,
      subject: entry.message.split('\n')[0] ?? '',
      isMerge: entry.parents.length > 1,
      isOnBase: landed.has(entry.commit),
      hasFile: entry.after !== undefined
    }
  }
}

/** Most names that a registry is followed through. */
const mostPaths = 8

/** Follows a file back through its renames. */
async function pathsOf(git: Git, tip: string, path: string): Promise<readonly string[]> {
  const paths = [path]
  for (const current of paths) {
    const entries = await readHistory(git, {revisions: [tip], paths: [current], withMerges: false})
    for (const {commit, before, parents} of entries) {
      if (before !== undefined || parents.length === 0) continue
      const earlier = await renamedFrom(git, commit, current)
      if (earlier !== undefined && !paths.includes(earlier) && paths.length < mostPaths) {
        paths.push(earlier)
      }
    }
  }

  return paths
}
