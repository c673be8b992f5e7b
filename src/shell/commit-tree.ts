import {type TreeFile, listFiles, readBlobs} from '../git/objects.ts'
import type {Git} from '../git/run.ts'
import {isMarkdown, isReadable} from './registry-file.ts'
import {claimSchema} from './schema-path.ts'
import type {Tree} from './tree.ts'

/** The files of a commit. */
export function commitTree(git: Git, commit: string): Tree {
  return {
    name: commit.slice(0, 7),
    list: (path) => listFiles(git, commit, [path]),
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
 * Reads what several commits have at a path that may be a registry, and the schema where `init` puts
 * it: listed at the same time, and read by one process of git.
 *
 * @param path - from the root: a file, or with a final slash a folder.
 * @returns trees of any commits; of these, what is known is not asked for again.
 */
export async function readTrees(
  git: Git,
  commits: readonly string[],
  path: string
): Promise<TreeOf> {
  const listed = [path, claimSchema]
  const lists = await Promise.all(commits.map((commit) => listFiles(git, commit, listed)))
  const files = lists.flat().filter((file) => isEarly(file) && isWanted(file, listed))
  const oids = [...new Set(files.map(({oid}) => oid))]
  const blobs = await readBlobs(git, oids)
  const known = new Map(oids.map((oid, index) => [oid, blobs[index] ?? Buffer.alloc(0)]))

  return (commit) => {
    const tree = commitTree(git, commit)
    const list = lists[commits.indexOf(commit)]
    if (!list) return tree
    return {
      name: tree.name,
      list: async (wanted) =>
        listed.some((one) => one === wanted || (one.endsWith('/') && wanted.startsWith(one)))
          ? list.filter((file) => file.path === wanted || isBelow(file, wanted))
          : tree.list(wanted),
      async read(wanted) {
        const found = wanted.flatMap(({oid}) => known.get(oid) ?? [])
        return found.length === wanted.length ? found : tree.read(wanted)
      }
    }
  }
}

/** Most bytes of a file that is kept before anybody asks for it; two large ones are read in turn. */
const mostEarly = 256 * 1024

function isEarly(file: TreeFile): boolean {
  return isReadable(file) && file.size <= mostEarly
}

/** Of a folder, its documents. */
function isWanted(file: TreeFile, listed: readonly string[]): boolean {
  return listed.includes(file.path) || isMarkdown(file)
}

function isBelow({path}: TreeFile, folder: string): boolean {
  return folder.endsWith('/') && path.startsWith(folder)
}
