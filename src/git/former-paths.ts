import {type Git, runChecked} from './run.ts'

/** A file that a commit took away. */
export interface RemovedFile {
  /** Commit id, hex; its first parent still has the file. */
  readonly commit: string
  readonly path: string
}

/**
 * Lists files below a folder that a history has no more.
 *
 * @param folder - from the root, with a final slash.
 */
export async function listRemoved(
  git: Git,
  tip: string,
  folder: string
): Promise<readonly RemovedFile[]> {
  const stdout = await runChecked(git, [
    'log',
    '--no-show-signature',
    '--full-history',
    '--diff-merges=first-parent',
    '--diff-filter=D',
    '--no-renames',
    '--name-only',
    '-z',
    '--format=%x00%H',
    tip,
    '--',
    `:(top,literal)${folder}`
  ])
  let commit = ''
  return stdout.split('\0').flatMap((part) => {
    const text = part.replace(/^\n+/u, '')
    if (/^[0-9a-f]{40,64}$/u.test(text)) commit = text
    return text === '' || text === commit ? [] : [{commit, path: text}]
  })
}

/**
 * Finds the path under which a commit's first parent had a file that the commit renamed.
 *
 * @param path - under which the commit has it.
 */
export async function renamedFrom(
  git: Git,
  commit: string,
  path: string
): Promise<string | undefined> {
  const stdout = await runChecked(git, [
    'diff-tree',
    '-r',
    '-z',
    '--no-commit-id',
    '--find-renames',
    '--diff-filter=R',
    '--name-status',
    `${commit}^1`,
    commit
  ])
  const parts = stdout.split('\0')
  const index = parts.findIndex((part, place) => place % 3 === 2 && part === path)
  return index === -1 ? undefined : parts[index - 1]
}
