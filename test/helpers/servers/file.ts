import {join} from 'node:path'
import type {Server} from './process.ts'

/** Serves a folder by its path: no process of its own. */
export function serveFiles(folder: string): Server {
  return {
    kind: 'file',
    env: {},
    cloneOptions: [],
    url: (name) => join(folder, name),
    stop: async () => undefined
  }
}
