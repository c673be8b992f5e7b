import {listRefs} from './refs.ts'
import {type Git, run} from './run.ts'

/**
 * Empties the reflog of a ref.
 *
 * @param ref - fully qualified; where there is none, nothing happens.
 */
export async function forgetMoves(git: Git, ref: string): Promise<void> {
  const [found] = await listRefs(git, [ref])
  if (found?.name === ref) await run(git, ['reflog', 'expire', '--expire=all', ref])
}
