import {findHidden} from '../core/characters.ts'
import {type RemovedFile, listRemoved, renamedFrom} from '../git/former-paths.ts'
import {readHistory} from '../git/history.ts'
import {findBlobs} from '../git/objects.ts'
import type {Git} from '../git/run.ts'
import {commitTree} from './commit-tree.ts'
import {findReadable} from './document.ts'

/** Most names that a registry is followed through. */
const mostPaths = 8

/**
 * Finds the paths under which a registry was known in a history, the present one first: what a
 * commit renamed, and what stood under `registry/` and is not there any more.
 */
export async function findPaths(git: Git, tip: string, path: string): Promise<readonly string[]> {
  const paths = [path]
  const add = (found: readonly string[]) => {
    for (const former of found) {
      const isNew = !paths.includes(former) && findHidden(former).length === 0
      if (isNew && paths.length < mostPaths) paths.push(former)
    }
  }

  add(await replaced(git, await listRemoved(git, tip, 'registry/')))
  for (const current of paths) add(await renamed(git, tip, current))
  return paths
}

/** Names that commits changed into this one. */
async function renamed(git: Git, tip: string, path: string): Promise<readonly string[]> {
  const entries = await readHistory(git, {revisions: [tip], paths: [path], withMerges: true})
  const children = entries.filter(({parents}) => parents.length > 0)
  const before = await findBlobs(
    git,
    children.map(({commit}) => `${commit}^1:${path}`)
  )
  const names: string[] = []
  for (const {commit} of children.filter((_, index) => before[index] === undefined)) {
    const former = await renamedFrom(git, commit, path)
    if (former !== undefined) names.push(former)
  }

  return names
}

/** Of files that are gone those that were registries. */
async function replaced(git: Git, removed: readonly RemovedFile[]): Promise<readonly string[]> {
  const names: string[] = []
  for (const {commit, path} of removed) {
    if (!/\.(?:md|markdown)$/iu.test(path)) continue
    if (await findReadable(commitTree(git, `${commit}^1`), path)) names.push(path)
  }

  return names
}
