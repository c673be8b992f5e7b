import {listFiles, readBlobs} from '../git/objects.ts'
import type {Git} from '../git/run.ts'
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
