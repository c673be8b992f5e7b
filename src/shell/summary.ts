import {availableNumbers} from '../core/available.ts'
import type {Claim} from '../core/claim.ts'
import {type Progress, progressOf} from '../core/protocol/progress.ts'
import type {RecordLine} from '../core/registry.ts'
import type {Git} from '../git/run.ts'
import {readApproval} from './approval.ts'
import type {Reading} from './read.ts'

/** A registry in short. */
export interface Summary {
  readonly claims: readonly Claim[]
  readonly progress: Progress
  /** What the steps of the protocol left. */
  readonly records: readonly RecordLine[]
  readonly available: readonly number[]
  /** Numbers whose registered blocks a human has approved as they are. */
  readonly approved: readonly number[]
}

/** What a summary is asked for. */
export interface Focus {
  /** Whose reserved number counts as available; `undefined` for nobody. */
  readonly session: string | undefined
  /** Only this one's block; `undefined` for all. */
  readonly number: number | undefined
}

/** Sums up a registry. */
export async function summarize(
  git: Git,
  reading: Reading,
  {session, number}: Focus
): Promise<Summary> {
  const {registry} = reading.document
  const claims = registry.blocks.map(({claim}) => claim)
  const approval = await readApproval(git, reading)
  const progress = progressOf(registry, approval)

  return {
    claims: claims.filter((claim) => number === undefined || claim.number === number),
    progress,
    records: registry.records,
    available: availableNumbers(registry, reading.policy, session),
    approved: approval.numbers
  }
}
