import type {World} from './repository.ts'
import {missingDaemon, startDaemon} from './servers/daemon.ts'
import {serveFiles} from './servers/file.ts'
import {missingHttp, startHttp} from './servers/http.ts'
import type {Server} from './servers/process.ts'
import {missingSsh, startSsh} from './servers/ssh.ts'

/** Ways in which git reaches a repository. */
export const kinds = ['file', 'git', 'http', 'ssh'] as const

/** One of them. */
export type Kind = (typeof kinds)[number]

/** A way to serve: what it lacks on this machine, and how it starts. */
interface Way {
  readonly missing: () => string | undefined
  readonly start: (world: World, folder: string) => Promise<Server>
}

const ways: Readonly<Record<Kind, Way>> = {
  file: {missing: () => undefined, start: async (_world, folder) => serveFiles(folder)},
  git: {missing: missingDaemon, start: startDaemon},
  http: {missing: missingHttp, start: startHttp},
  ssh: {missing: missingSsh, start: startSsh}
}

/** Says why a server cannot be started on this machine; nothing if it can. A reason to skip a test. */
export function missing(kind: Kind): string | undefined {
  return ways[kind].missing()
}

/**
 * Serves the bare repositories below a folder, for reading and writing, to this machine only. The
 * server is ready when this returns, and ends with the world's test at the latest.
 */
export async function startServer(world: World, kind: Kind, folder: string): Promise<Server> {
  return ways[kind].start(world, folder)
}
