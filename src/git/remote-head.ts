import {listRefs} from './refs.ts'
import {type Git, run} from './run.ts'

/**
 * Notes a remote's default branch, as `git clone` does; where it is noted already, or has not been
 * fetched, nothing happens.
 *
 * @param branch - short: `main`.
 */
export async function noteRemoteHead(git: Git, remote: string, branch: string): Promise<void> {
  const folder = `refs/remotes/${remote}`
  const [head, target] = [`${folder}/HEAD`, `${folder}/${branch}`]
  const names = new Set((await listRefs(git, [head, target])).map(({name}) => name))
  if (names.has(head) || !names.has(target)) return
  await run(git, ['symbolic-ref', head, target])
}
