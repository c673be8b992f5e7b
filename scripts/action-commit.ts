import {execFile} from 'node:child_process'
import {promisify} from 'node:util'
import type {Plugin} from 'esbuild'

/** Folder of the check action, from the root. */
export const actionFolder = '.github/actions/check'

/**
 * Writes into `src/shell/action-commit.ts` which commit changed the check action last. Outside of a
 * checkout, or before the first such commit, the module stays as it is.
 *
 * @param root - folder of the package.
 */
export function noteActionCommit(root: string): Plugin {
  return {
    name: 'note-action-commit',
    setup(build) {
      build.onLoad({filter: /[\\/]src[\\/]shell[\\/]action-commit\.ts$/}, async () => {
        const commit = await lastCommit(root)
        if (commit === undefined) return undefined
        return {contents: `export const actionCommit = '${commit}'`, loader: 'js'}
      })
    }
  }
}

async function lastCommit(root: string): Promise<string | undefined> {
  // Of this package's repository only, not of one that the package lies in.
  const environment = {...process.env, GIT_CEILING_DIRECTORIES: `${root}/..`}
  const args = ['log', '-1', '--format=%H', '--', actionFolder]
  try {
    const {stdout} = await promisify(execFile)('git', args, {cwd: root, env: environment})
    return /^[\da-f]{40,64}$/u.exec(stdout.trim())?.[0]
  } catch {
    return undefined
  }
}
