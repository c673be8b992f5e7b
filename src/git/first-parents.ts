import type {Entry} from './history.ts'
import {readLog} from './log.ts'
import type {Git} from './run.ts'

/** Commits that are looked back at. */
const most = 2000

/** Lists the last commits on a tip's line of first parents, the newest first. */
export async function readFirstParents(
  git: Git,
  tip: string
): Promise<readonly Pick<Entry, 'commit' | 'message'>[]> {
  const entries = await readLog(git, {
    format: ['%H', '%B'],
    options: ['--first-parent', `--max-count=${most}`],
    revisions: [tip],
    paths: []
  })
  return entries.map(([commit = '', message = '']) => ({commit, message}))
}
