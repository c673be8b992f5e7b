import type {Workspace} from './workspace.ts'

/** Where a registry lives. */
export interface Place {
  /** From the root, with slashes. */
  readonly path: string
  /** Short name of the branch of live claims. */
  readonly branch: string
  readonly remote: string | null
  /** What `git show` finds the branch by; `null` where git does not track it. */
  readonly ref: string | null
}

/** Says where a registry lives, and how git itself finds it. */
export function placeOf({remote, repository}: Workspace, path: string, branch: string): Place {
  if (remote === undefined) return {path, branch, remote: null, ref: branch}
  const refspec = repository.config.get(`remote.${remote}.fetch`) ?? ''
  const isTracked = refspec.endsWith(`refs/heads/*:refs/remotes/${remote}/*`)
  return {path, branch, remote, ref: isTracked ? `${remote}/${branch}` : null}
}
