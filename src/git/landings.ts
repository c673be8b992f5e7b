import type {Signature} from '../core/approval.ts'
import {readLog} from './log.ts'
import type {Git} from './run.ts'

/** A commit of a branch's line of first parents that touched a file. */
export interface LandedCommit {
  /** Commit id, hex. */
  readonly commit: string
  readonly isMerge: boolean
  readonly author: Signature
  readonly committer: Signature
  readonly message: string
}

/** Which commits are meant. */
export interface Landings {
  /** Commit id, hex. */
  readonly tip: string
  /** From the root. */
  readonly path: string
  /** Whether those count that merges brought, too. */
  readonly withMerged?: boolean
}

/** Lists what landed on a branch, newest first. */
export async function readLandings(
  git: Git,
  {tip, path, withMerged = false}: Landings
): Promise<readonly LandedCommit[]> {
  const landings = await readLog(git, {
    format: ['%H', '%P', '%ae', '%ad', '%ce', '%cd', '%B'],
    options: [withMerged ? '--full-history' : '--first-parent'],
    revisions: [tip],
    paths: [path]
  })
  return landings.map(landingOf)
}

function landingOf(parts: readonly string[]): LandedCommit {
  const [commit = '', parents = '', authored = '', written = '', by = '', at = '', message = ''] =
    parts
  return {
    commit,
    isMerge: parents.includes(' '),
    author: {email: authored, time: written},
    committer: {email: by, time: at},
    message
  }
}
