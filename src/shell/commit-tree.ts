import {type TreeFile, listFiles, readBlobs} from '../git/objects.ts'
import type {Git} from '../git/run.ts'
import {isMarkdown, isReadable} from './registry-file.ts'
import type {Tree} from './tree.ts'

/** The files of a commit. */
export function commitTree(git: Git, commit: string): Tree {
  return {
    name: commit.slice(0, 7),
    list: (path) => listFiles(git, commit, path),
    read: (files) =>
      readBlobs(
        git,
        files.map(({oid}) => oid)
      )
  }
}

/** Gives the tree of a commit. */
export type TreeOf = (commit: string) => Tree

/**
 * Reads what several commits have at a path that may be a registry: listed at the same time, and read
 * by one process of git.
 *
 * @param path - from the root: a file, or with a final slash a folder.
 * @returns trees of any commits; of these, what is known is not asked for again.
 */
export async function readTrees(
  git: Git,
  commits: readonly string[],
  path: string
): Promise<TreeOf> {
  const lists = await Promise.all(commits.map((commit) => listFiles(git, commit, path)))
  const files = lists.flat().filter((file) => isReadable(file) && mayBeRegistry(file, path))
  const oids = [...new Set(files.map(({oid}) => oid))]
  const blobs = await readBlobs(git, oids)
  const known = new Map(oids.map((oid, index) => [oid, blobs[index] ?? Buffer.alloc(0)]))

  return (commit) => {
    const tree = commitTree(git, commit)
    const list = lists[commits.indexOf(commit)]
    if (!list) return tree
    return {
      name: tree.name,
      async list(wanted) {
        if (wanted === path) return list
        const found = list.filter((file) => file.path === wanted)
        return found.length > 0 || wanted.startsWith(path) ? found : tree.list(wanted)
      },
      async read(wanted) {
        const found = wanted.flatMap(({oid}) => known.get(oid) ?? [])
        return found.length === wanted.length ? found : tree.read(wanted)
      }
    }
  }
}

/** Of a folder, its documents. */
function mayBeRegistry(file: TreeFile, path: string): boolean {
  return file.path === path || isMarkdown(file)
}
