import {cp, mkdir} from 'node:fs/promises'
import {join} from 'node:path'
import {buildProgram} from '../../scripts/build-program.ts'
import {type Mutation, mutate} from './mutate.ts'
import {packageRoot} from './package-root.ts'

/**
 * Builds the program with mutations, as it is built for users otherwise.
 *
 * @param folder - gets the package.
 * @returns what starts it.
 */
export async function buildMutant(
  folder: string,
  mutations: readonly Mutation[]
): Promise<readonly [string, ...string[]]> {
  await mkdir(folder, {recursive: true})
  for (const name of ['package.json', 'schemas', 'registry']) {
    await cp(join(packageRoot, name), join(folder, name), {recursive: true})
  }

  await buildProgram({
    root: packageRoot,
    outdir: join(folder, 'dist'),
    plugins: [mutate(mutations)]
  })
  return [process.execPath, join(folder, 'dist/bin.cjs')]
}
