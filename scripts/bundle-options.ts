import type {BuildOptions} from 'esbuild'

// Bundled CommonJS calls `require`; the alias keeps clear of libraries that import `createRequire`.
const banner =
  "import{createRequire as regmdCreateRequire}from'node:module';" +
  'const require=regmdCreateRequire(import.meta.url);'

/**
 * Lighter stand-ins for what libraries of the program import.
 *
 * @param root - folder of the package.
 */
export function standIns(root: string): Record<string, string> {
  return {'string-width': `${root}/scripts/string-width.ts`}
}

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
    // Names stay, for stacks that a user can report.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    banner: {js: banner},
    metafile: true,
    logLevel: 'warning'
  } as const satisfies BuildOptions
}
