import type {World} from '../repository.ts'
import {findPartOfGit, missingOf} from './command.ts'
import {type Server, host, listen} from './process.ts'

/** Says what `git://` lacks on this machine. */
export function missingDaemon(): string | undefined {
  return missingOf({'git daemon': findPartOfGit('git-daemon')})
}

/** Serves a folder by `git daemon`, which lets anybody push. */
export async function startDaemon(world: World, folder: string): Promise<Server> {
  const {port, stop} = await listen(world, 'git', async (port) => [
    findPartOfGit('git-daemon') ?? 'git-daemon',
    `--listen=${host}`,
    `--port=${port}`,
    '--reuseaddr',
    '--export-all',
    '--enable=receive-pack',
    '--max-connections=0',
    `--base-path=${folder}`,
    folder
  ])
  const url = (name: string) => `git://${host}:${port}/${name}`
  return {kind: 'git', port, env: {}, cloneOptions: [], url, stop}
}
