import type {Move} from '../../core/trial/move.ts'
import {moveOf} from '../../core/trial/registry-move.ts'
import {readLine} from '../../git/line.ts'
import type {Git} from '../../git/run.ts'
import {stepsOf} from '../steps.ts'

/** A branch of a trial. */
export interface TrialBranch {
  /** Commit ids: where it began, and its tip. */
  readonly start: string
  readonly tip: string
  /** Path of the registry. */
  readonly path: string
  /** Names the operation by an author's email; `undefined` for somebody else. */
  readonly operationOf: (author: string) => string | undefined
}

/** Reads what landed on a branch, oldest first. */
export async function readMoves(git: Git, branch: TrialBranch): Promise<readonly Move[]> {
  const {start, tip, path, operationOf} = branch
  const line = await readLine(git, {after: start, tip})
  const moves: Move[] = []
  for await (const {entry, documents} of stepsOf(git, line, [path])) {
    const {commit, author, files} = entry
    const operation = operationOf(author)
    const isAbroad = files.some((file) => file !== path)
    moves.push(moveOf({commit, operation, ...documents, isAbroad}))
  }

  return moves
}
