import {type Git, type Outcome, run, runChecked} from './run.ts'

/** A ref and what it points at. */
export interface Ref {
  /** Fully qualified: `refs/heads/main`. */
  readonly name: string
  /** Commit id, hex. */
  readonly oid: string
  /** Ref that this one stands for, fully qualified; empty for an ordinary ref. */
  readonly target: string
  /** Commit ids of the parents, with blanks between them; empty for what has none. */
  readonly parents: string
}

/** Folder of regmd's own refs. */
export const ownRefs = 'refs/regmd/'

/**
 * Age, in milliseconds, after which what a process made is taken for a dead one's; so long that the
 * clocks of machines that share a clone, or a remote, may be hours apart.
 */
const maxAgeMs = 24 * 60 * 60 * 1000

/**
 * Name for a ref of this process, or a folder of such: `refs/regmd/<kind>/<milliseconds>-<id>`; never
 * pushed.
 */
export function ownRef(kind: 'fetch' | 'pending', id: string): string {
  return `${ownRefs}${kind}/${Date.now()}-${id}`
}

/** Lists refs by patterns of `git for-each-ref`; what does not exist is left out. */
export async function listRefs(git: Git, patterns: readonly string[]): Promise<readonly Ref[]> {
  const format = '--format=%(refname)%00%(objectname)%00%(symref)%00%(parent)'
  const stdout = await runChecked(git, ['for-each-ref', format, '--', ...patterns])
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [name = '', oid = '', target = '', parents = ''] = line.split('\0')
      return {name, oid, target, parents}
    })
}

/**
 * Moves a ref if it has the value that is expected.
 *
 * @param expected - commit id, or `undefined` if the ref must not exist.
 * @param message - for the reflog.
 */
export async function moveRef(
  git: Git,
  {
    name,
    oid,
    expected,
    message
  }: {name: string; oid: string; expected: string | undefined; message: string}
): Promise<Outcome> {
  const old = expected ?? '0'.repeat(oid.length)
  // Transactions print, so that simple-git does not wait.
  const input = `start\nupdate ${name} ${oid} ${old}\ncommit\n`
  return run(git, ['update-ref', '-m', message, '--stdin'], {input})
}

/**
 * Deletes refs of this process, and those that processes left behind a day ago or earlier. What
 * cannot be deleted now is left to a later one: tidying up is no reason to fail.
 *
 * @param names - refs, or folders of them without a final slash.
 */
export async function sweepRefs(git: Git, names: readonly string[]): Promise<void> {
  const {stdout} = await run(git, ['for-each-ref', '--format=%(refname)', '--', ownRefs])
  const present = stdout.toString().split('\n')
  await deleteRefs(
    git,
    present.filter((ref) => names.some((name) => ref === name || ref.startsWith(`${name}/`)))
  )
  // Apart from ours: others may be deleting these too, and one that is gone fails them all.
  await deleteRefs(
    git,
    present.filter((name) => name !== '' && isStale(name))
  )
}

async function deleteRefs(git: Git, names: readonly string[]): Promise<void> {
  if (names.length === 0) return
  const lines = names.map((name) => `delete ${name}\n`).join('')
  await run(git, ['update-ref', '--stdin'], {input: `start\n${lines}commit\n`})
}

/**
 * Whether what a name like `<milliseconds>-<id>` ends with is left behind: it is a day old, or says no
 * time.
 */
export function isStale(name: string): boolean {
  const time = /(?:^|\/)(\d{13})-/u.exec(name)?.[1]
  return time === undefined || Date.now() - Number(time) > maxAgeMs
}
