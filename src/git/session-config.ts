import {RegmdError} from '../core/error.ts'
import {type Repository, isOn} from './repository.ts'
import {words} from './failure.ts'
import {type Git, run, runChecked} from './run.ts'
import {listWorktrees} from './worktrees.ts'

/** Key under which a worktree's session id is stored. */
export const sessionKey = 'regmd.session'

/**
 * Stores a session id for this worktree alone. Where there are several worktrees, git keeps such
 * values in a file of their own once `extensions.worktreeConfig` is on; see git-worktree(1).
 *
 * @throws {RegmdError} `NOT_A_REPOSITORY` if git cannot write its configuration.
 */
export async function storeSession(
  git: Git,
  repository: Repository,
  session: string
): Promise<void> {
  const isShared = (await listWorktrees(git)).length > 1
  if (isShared && !isOn(repository, 'extensions.worktreeconfig')) {
    checkMovable(repository)
    await runChecked(git, ['config', '--local', 'extensions.worktreeConfig', 'true'])
  }

  const {code, stderr} = await run(git, ['config', '--worktree', sessionKey, session])
  if (code === 0) return
  throw new RegmdError('NOT_A_REPOSITORY', 'Cannot store the session; nothing was changed', {
    hint: 'export REGMD_SESSION=ID',
    details: {git: words(stderr)}
  })
}

/** These two keys would have to move to the main worktree's own file first. */
function checkMovable(repository: Repository): void {
  if (!isOn(repository, 'core.bare') && !repository.config.has('core.worktree')) return
  throw new RegmdError('NOT_A_REPOSITORY', 'Cannot store a session for one of several worktrees', {
    hint: 'export REGMD_SESSION=ID'
  })
}
