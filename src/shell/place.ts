import type {Place} from '../core/place.ts'
import type {Workspace} from './workspace.ts'

/** Says where a registry lives, and how git itself finds it. */
export function placeOf({remote, repository}: Workspace, path: string, branch: string): Place {
  if (remote === undefined) return {path, branch, remote: null, ref: branch}
  const refspec = repository.config.get(`remote.${remote}.fetch`) ?? ''
  const isTracked = refspec.endsWith(`refs/heads/*:refs/remotes/${remote}/*`)
  return {path, branch, remote, ref: isTracked ? `${remote}/${branch}` : null}
}
