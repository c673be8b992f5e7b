import {listRefs} from './refs.ts'
import {type Git, run} from './run.ts'
import {listWorktrees} from './worktrees.ts'

/**
 * Finds the worktrees that have a branch checked out.
 *
 * @param branch - fully qualified.
 * @returns their roots.
 */
export async function checkedOut(git: Git, branch: string): Promise<readonly string[]> {
  const [worktrees, names] = await Promise.all([listWorktrees(git), namesOf(git, branch)])
  const places = worktrees.filter((worktree) => names.includes(worktree.branch ?? ''))
  return Promise.all(places.map(async ({root}) => rootOf({...git, directory: root})))
}

/** A branch may stand for another one, which then is what moves. */
async function namesOf(git: Git, branch: string): Promise<readonly string[]> {
  const ref = (await listRefs(git, [branch])).find(({name}) => name === branch)
  return ref && ref.target !== '' ? [branch, ref.target] : [branch]
}

/** Where `core.worktree` is set, as in a submodule, the list of worktrees does not say. */
async function rootOf(git: Git): Promise<string> {
  const {code, stdout} = await run(git, ['rev-parse', '--show-toplevel'])
  const root = stdout.toString().replace(/\n$/u, '')
  return code === 0 && root !== '' ? root : git.directory
}
