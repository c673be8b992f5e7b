import type {Context, GlobalOptions} from '../context.ts'
import {type BlockStates, statesOf} from '../core/changes/block-change.ts'
import type {Breach, HistoryEntry} from '../core/history.ts'
import {tooShallow} from '../git/ancestry.ts'
import {readHistoryOf, readLost} from './history.ts'
import {readRegistry} from './read.ts'
import {findAbandoned, findMissing, findRewound} from './verify.ts'
import {openWorkspace} from './workspace.ts'

/** How far a history is looked into. */
export interface Inspection {
  /** Whether breaches are looked for, too. */
  readonly isVerified: boolean
  /** Name of a commit that the branch must contain. */
  readonly commit: string | undefined
}

/** What a history came to. */
export interface Inspected {
  readonly entries: readonly HistoryEntry[]
  /** Empty where they were not looked for. */
  readonly breaches: readonly Breach[]
  /** Whether it goes back to the beginning. */
  readonly isComplete: boolean
  /** Blocks as they are now. */
  readonly holders: BlockStates
  /** Registry branch as git shows it: `origin/registry`, `main`. */
  readonly branch: string
  /** Commit id of its tip, hex. */
  readonly tip: string
}

/**
 * Reads the history of the registry.
 *
 * @throws {RegmdError} what reading the registry throws; `COMMIT_UNAVAILABLE` if it is to be verified
 *   in a clone that has only a part of it.
 */
export async function inspectHistory(
  context: Context,
  options: GlobalOptions,
  {isVerified, commit}: Inspection
): Promise<Inspected> {
  const workspace = await openWorkspace(context, options)
  const {git, remote} = workspace
  const reading = await readRegistry(workspace, options.offline)
  const abandoned = await findAbandoned(git, reading, remote)
  const told = await readHistoryOf(git, reading, {abandoned, areTold: false})
  const {chronicle, isComplete} = told
  if (isVerified && !isComplete) throw tooShallow('verify the history')

  const holders = statesOf(reading.document.registry)
  const lost = await readLost(git, reading, {...told, holders})
  const breaches = isVerified
    ? [
        ...chronicle.breaches,
        ...(await findRewound(git, reading, {...told, abandoned})),
        ...(commit === undefined ? [] : await findMissing(git, reading, commit))
      ]
    : []
  const {written} = reading.branches
  const branch = remote === undefined ? written : `${remote}/${written}`
  const entries = [...chronicle.entries, ...lost]
  return {entries, breaches, isComplete, holders, branch, tip: reading.snapshot.tip}
}
