import type {BuildOptions} from 'esbuild'

/**
 * Makes `require` for bundled CommonJS; the alias keeps clear of libraries that import
 * `createRequire`.
 */
export const banner: string =
  "import{createRequire as regmdCreateRequire}from'node:module';" +
  'const require=regmdCreateRequire(import.meta.url);'

/**
 * How all bundles are made.
 *
 * @param root - folder of the package.
 */
export function bundleOptions(root: string) {
  return {
    absWorkingDir: root,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    mainFields: ['module', 'main'],
    // For Node it is CommonJS, of which nothing can be left out.
    alias: {yaml: `${root}/node_modules/yaml/browser/dist/index.js`},
    // Names stay, for stacks that a user can report.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    banner: {js: banner},
    metafile: true,
    logLevel: 'warning'
  } as const satisfies BuildOptions
}
