import {readLog} from '../log.ts'
import {isStale} from '../refs.ts'
import {type Git, runChecked} from '../run.ts'
import type {Request, Waiting} from './request.ts'

/** Bytes above which a commit is no request. */
const maxBytes = 64 * 1024

/**
 * Reads the commits of requests; what is too large, has a parent, or was left behind a day ago says
 * nothing.
 */
export async function readRequests(
  git: Git,
  waiting: readonly Waiting[]
): Promise<readonly Request[]> {
  const small = new Set(await findSmall(git, waiting))
  const read = waiting.filter(({id, oid}) => small.has(oid) && !isStale(id))
  const commits = await readCommits(git, read)
  return waiting.map(({id, oid}) => {
    const {author = '', text} = commits.get(oid) ?? {}
    return {id, oid, author, text}
  })
}

/** Commit ids of those that are commits of a moderate size. */
async function findSmall(git: Git, waiting: readonly Waiting[]): Promise<readonly string[]> {
  const format = '%(objectname) %(objecttype) %(objectsize)'
  const stdout = await runChecked(git, ['cat-file', `--batch-check=${format}`], {
    input: waiting.map(({oid}) => `${oid}\n`).join('')
  })
  return stdout.split('\n').flatMap((line) => {
    const [, oid = '', size] = /^([0-9a-f]+) commit (\d+)$/u.exec(line) ?? []
    return Number(size) <= maxBytes ? [oid] : []
  })
}

type Said = Pick<Request, 'author' | 'text'>

async function readCommits(
  git: Git,
  waiting: readonly Waiting[]
): Promise<ReadonlyMap<string, Said>> {
  if (waiting.length === 0) return new Map()
  const entries = await readLog(git, {
    format: ['%H', '%P', '%an <%ae> %ad', '%B'],
    options: ['--no-walk=unsorted'],
    revisions: waiting.map(({oid}) => oid),
    paths: [],
    date: 'raw'
  })
  return new Map(
    entries.map(([oid = '', parents, author = '', text]) => [
      oid,
      {author, text: parents === '' ? text : undefined}
    ])
  )
}
