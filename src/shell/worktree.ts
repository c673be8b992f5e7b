import type {TreeFile} from '../git/objects.ts'
import {cleanedBlob} from '../git/clean.ts'
import type {Git} from '../git/run.ts'
import {commitTree} from './commit-tree.ts'
import {folderTree} from './folder-tree.ts'
import type {Tree} from './tree.ts'

const carriageReturn = 13

/**
 * The files of a worktree as git would commit them: where a checkout gave a file other line ends
 * than its commit has, the commit's count.
 *
 * @param commit - that is checked out.
 */
export function worktreeTree(git: Git, root: string, commit: string): Tree {
  const [folder, committed] = [folderTree(root), commitTree(git, commit)]
  return {
    ...folder,
    read: (files) => Promise.all(files.map((file) => readAsCommitted(file)))
  }

  async function readAsCommitted(file: TreeFile): Promise<Uint8Array> {
    const [bytes = new Uint8Array()] = await folder.read([file])
    if (!bytes.includes(carriageReturn)) return bytes
    const known = (await committed.list(file.path)).find(({path}) => path === file.path)
    const isUnmodified =
      known && (await cleanedBlob(git, {root, path: file.path}, bytes)) === known.oid
    if (!isUnmodified) return bytes
    const [blob = bytes] = await committed.read([known])
    return blob
  }
}
