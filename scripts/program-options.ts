import type {BuildOptions, Plugin} from 'esbuild'
import {noteActionCommit} from './action-commit.ts'
import {bundleOptions} from './bundle-options.ts'
import {compileSchemas} from './compile-schemas.ts'

/**
 * How the program is bundled, in a folder `dist` of its package.
 *
 * @param root - folder of the package.
 * @param plugins - that go before ours.
 */
export function programOptions(root: string, plugins: readonly Plugin[] = []) {
  return {
    ...bundleOptions(root),
    splitting: true,
    // Flat, so that `../` of a module is the package in `dist` as it is in `src`.
    chunkNames: '[name]-[hash]',
    plugins: [...plugins, compileSchemas(root), noteActionCommit(root)]
  } as const satisfies BuildOptions
}
