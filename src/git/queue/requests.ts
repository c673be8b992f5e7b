import {type Git, runChecked} from '../run.ts'
import type {Request, Waiting} from './queue.ts'

/** Bytes above which a commit is no request. */
const maxBytes = 64 * 1024

/** Reads the commits of requests; what is too large, or has a parent, says nothing. */
export async function readRequests(
  git: Git,
  waiting: readonly Waiting[]
): Promise<readonly Request[]> {
  const small = new Set(await findSmall(git, waiting))
  const read = waiting.filter(({oid}) => small.has(oid))
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
  const parts = ['%H', '%P', '%an <%ae> %ad', '%B'].join('%x00')
  const stdout = await runChecked(
    git,
    [
      'log',
      '--no-walk=unsorted',
      '--stdin',
      '--no-patch',
      '--no-show-signature',
      '-z',
      '--encoding=UTF-8',
      '--date=raw',
      `--format=${parts}`
    ],
    {input: waiting.map(({oid}) => `${oid}\n`).join('')}
  )
  const said = stdout.split('\0')
  const read = new Map<string, Said>()
  for (let at = 0; at + 3 < said.length; at += 4) {
    const [oid = '', parents = '', author = '', text = ''] = said.slice(at, at + 4)
    read.set(oid, {author, text: parents === '' ? text : undefined})
  }
  return read
}
