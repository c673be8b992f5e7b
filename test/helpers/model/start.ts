import {fileURLToPath} from 'node:url'
import {Worker} from 'node:worker_threads'
import {build} from 'esbuild'
import {type Mutation, mutate} from '../mutate.ts'
import type {Found, Search} from './search.ts'

/**
 * Searches with a swap that has mutations, in a thread of its own: the test runner watches every
 * promise of its thread, which here costs five times what the model does.
 */
export async function startSearch(
  search: Search,
  mutations: readonly Mutation[] = []
): Promise<Found> {
  const worker = new Worker(await bundle(mutations), {eval: true, workerData: search})
  return new Promise((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}

async function bundle(mutations: readonly Mutation[]): Promise<string> {
  const {outputFiles} = await build({
    entryPoints: [fileURLToPath(new URL('worker.ts', import.meta.url))],
    bundle: true,
    format: 'cjs',
    platform: 'node',
    write: false,
    plugins: [mutate(mutations)]
  })
  return outputFiles[0]?.text ?? ''
}
