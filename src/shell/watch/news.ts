import type {Cursor} from '../../core/watch/cursor.ts'
import {type Telling, tellNews} from '../../core/watch/news.ts'
import {type Left, splitHeads, tellRewound} from '../../core/watch/rewound.ts'
import {toldOf} from '../../core/watch/told.ts'
import {type Entry, readHistory} from '../../git/history.ts'
import {commonWith, unreached} from '../../git/reach.ts'
import type {Git} from '../../git/run.ts'
import {readHistoryOf} from '../history.ts'
import type {Reading} from '../read.ts'
import {findRewound} from '../verify.ts'
import {tipsOf} from './since.ts'

/** A registry that was read, and when. */
export interface Seen {
  readonly reading: Reading
  /** UTC, `2026-11-20T18:10:27Z`. */
  readonly time: string
}

/** Tells what has happened since a cursor. */
export async function readNews(git: Git, {reading, time}: Seen, from: Cursor): Promise<Telling> {
  const tips = tipsOf(reading)
  const known = [...from.heads, ...from.left, ...(from.partial ? [from.partial.commit] : [])]
  const apart = await unreached(git, known, tips)
  const cursor = splitHeads(from, apart)
  const gone = cursor.heads.filter((commit) => apart.has(commit))
  const entries = await readNew(git, tips, cursor)
  if (entries.length === 0 && gone.length === 0) return {events: [], cursor}

  // Only what was told: what a clone remembers differs from clone to clone, and from day to day.
  const history = await readHistoryOf(git, reading, {
    abandoned: [...gone, ...cursor.left],
    areTold: true
  })
  const left: Left[] = []
  for (const commit of gone) {
    const breaches = await findRewound(git, reading, {...history, abandoned: [commit]})
    left.push({commit, breaches, common: await commonWith(git, commit, tips)})
  }

  const rewound = tellRewound(left, cursor, {tip: reading.snapshot.tip, time})
  const told = toldOf(history.chronicle, entries.map(originOf))
  const news = tellNews({commits: entries, told}, rewound.cursor)
  return {events: [...rewound.events, ...news.events], cursor: news.cursor}
}

/** Commits that the tips contain and the cursor does not, what they build on before them. */
async function readNew(
  git: Git,
  tips: readonly string[],
  {heads, left}: Cursor
): Promise<readonly Entry[]> {
  const told = [...heads, ...left]
  if (tips.every((tip) => told.includes(tip))) return []
  const revisions = [...tips, ...told.map((commit) => `^${commit}`)]
  return readHistory(git, {revisions, paths: [], withMerges: true})
}

function originOf({commit, author, time, message}: Entry) {
  return {commit, author, time, subject: message.split('\n')[0] ?? ''}
}
