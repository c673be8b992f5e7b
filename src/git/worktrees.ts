import {type Git, runChecked} from './run.ts'

/** A worktree of the repository. */
export interface Worktree {
  /** Absolute path of its root. */
  readonly root: string
  /** Fully qualified ref that is checked out; `undefined` if HEAD is detached, or it is bare. */
  readonly branch: string | undefined
}

/** Lists the worktrees whose folders exist, the main one first. */
export async function listWorktrees(git: Git): Promise<readonly Worktree[]> {
  const stdout = await runChecked(git, ['worktree', 'list', '--porcelain', '-z'])
  return stdout.split('\0\0').flatMap((entry) => {
    const lines = entry.split('\0')
    const valueOf = (name: string) =>
      lines.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1)
    const root = valueOf('worktree')
    const isGone = lines.some((line) => line.startsWith('prunable') || line === 'bare')
    return root === undefined || isGone ? [] : [{root, branch: valueOf('branch')}]
  })
}
