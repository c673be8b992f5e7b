import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {build} from 'esbuild'
import type {RegmdError} from '../../../src/core/error.ts'
import type {swap} from '../../../src/git/swap.ts'
import {type Mutation, mutate} from '../mutate.ts'
import {packageRoot} from '../package-root.ts'

/** The swap as it is, or with faults. */
export interface Program {
  readonly swap: typeof swap
  readonly RegmdError: typeof RegmdError
}

/** Builds the swap with mutations, and loads it. */
export async function loadProgram(mutations: readonly Mutation[] = []): Promise<Program> {
  const {outputFiles} = await build({
    absWorkingDir: packageRoot,
    stdin: {
      contents: `export {swap} from './src/git/swap.ts'\nexport {RegmdError} from './src/core/error.ts'`,
      resolveDir: packageRoot
    },
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
    plugins: [mutate(mutations)]
  })
  const folder = await mkdtemp(join(tmpdir(), 'regmd-model-'))
  try {
    const file = join(folder, 'swap.mjs')
    await writeFile(file, outputFiles[0]?.text ?? '')
    return (await import(pathToFileURL(file).href)) as Program
  } finally {
    await rm(folder, {recursive: true})
  }
}
