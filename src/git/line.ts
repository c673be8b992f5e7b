import type {Entry} from './history.ts'
import {type Git, runChecked} from './run.ts'

/** A commit on a branch's line of first parents. */
export interface LineCommit extends Pick<Entry, 'commit' | 'parents' | 'message'> {
  /** Email of the author. */
  readonly author: string
  /** Paths that it changes for its first parent, from the root. */
  readonly files: readonly string[]
}

/**
 * Reads a branch's line of first parents, oldest first.
 *
 * @param after - commit id from which on; it is not listed.
 * @param tip - of the branch: commit id.
 */
export async function readLine(
  git: Git,
  {after, tip}: {readonly after: string; readonly tip: string}
): Promise<readonly LineCommit[]> {
  const stdout = await runChecked(git, [
    'log',
    '--first-parent',
    '--diff-merges=first-parent',
    '--reverse',
    '--no-show-signature',
    '--no-renames',
    '--name-only',
    '-z',
    '--format=%x01%H%x02%P%x02%ae%x02%B%x02',
    `${after}..${tip}`,
    '--'
  ])
  return stdout
    .split('\u0001')
    .slice(1)
    .map((entry) => {
      const [commit = '', parents = '', author = '', message = '', files = ''] =
        entry.split('\u0002')
      return {
        commit,
        parents: parents.split(' '),
        author,
        message,
        files: files.split(/[\0\n]/u).filter((file) => file !== '')
      }
    })
}
