import {type Git, run, runChecked} from './run.ts'

/** A file's way from one version to another. */
export interface Step {
  /** From the root, with slashes. */
  readonly path: string
  /** Six octal digits. */
  readonly mode: string
  /** Blob ids. */
  readonly from: string
  readonly to: string
}

/**
 * Moves file and index entry from one version to another in one command of git, which refuses if
 * either differs from the old one, and leaves all other paths: the two trees hold only this one.
 *
 * @param git - whose directory is the root of the worktree.
 * @returns whether it did.
 */
export async function advance(git: Git, {path, mode, from, to}: Step): Promise<boolean> {
  const [before, after] = await narrowTrees(git, {path, mode, from, to})
  const {code} = await run(git, ['read-tree', '-m', '-u', before, after])
  return code === 0
}

/** Writes one tree for each blob, with nothing in it but the path; level by level. */
async function narrowTrees(
  git: Git,
  {path, mode, from, to}: Step
): Promise<readonly [string, string]> {
  const names = path.split('/').toReversed()
  let level: readonly [string, string] = [from, to]
  let type = `${mode} blob`

  for (const name of names) {
    const trees = level.map((oid) => `${type} ${oid}\t${name}\0`).join('\0')
    const stdout = await runChecked(git, ['mktree', '--batch', '--missing', '-z'], {input: trees})
    const [before = '', after = ''] = stdout.trim().split('\n')
    level = [before, after]
    type = '040000 tree'
  }

  return level
}
