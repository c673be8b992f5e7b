import type {ProposedBranches} from './forge.ts'
import {quote} from './quote.ts'

/** Message of the merge commit; nothing in it is foreign text. */
const message = 'Approve the session registry'

/**
 * Commands with which a person merges the registry branch into the base branch of a remote, with a
 * merge commit. They stand for themselves: whatever is checked out, and however old it is. Names are
 * written in full, so that none of them can be an option.
 */
export function mergeCommands(remote: string, {base, branch}: ProposedBranches): readonly string[] {
  const tracking = (name: string) => `refs/remotes/${remote}/${name}`
  const refspecs = [base, branch].map((name) => quote(`+refs/heads/${name}:${tracking(name)}`))
  return [
    `git fetch ${quote(remote)} ${refspecs.join(' ')}`,
    `git switch --detach ${quote(tracking(base))}`,
    `git merge --no-ff -m ${quote(message)} ${quote(tracking(branch))}`,
    `git push ${quote(remote)} ${quote(`HEAD:refs/heads/${base}`)}`,
    'git switch -'
  ]
}
