import {readFile, writeFile} from 'node:fs/promises'
import {resolve} from 'node:path'
import {type BuildResult, type Plugin, build} from 'esbuild'
import {noteActionCommit} from './action-commit.ts'
import {banner, bundleOptions} from './bundle-options.ts'
import {compileSchemas} from './compile-schemas.ts'
import {minifyLibraries} from './minify-libraries.ts'
import {standIns} from './stand-ins.ts'

/** What is built, and where to. */
export interface Program {
  /** Folder of the package. */
  readonly root: string
  /** Folder `dist` of a package, with `package.json` and `schemas` beside it. */
  readonly outdir: string
  /** Plugins that go before ours. */
  readonly plugins?: readonly Plugin[]
}

/**
 * Bundles the program, and the remark plugin: `bin.cjs`, `remark.js` and what they load.
 *
 * @returns what esbuild says of the outputs of both.
 */
export async function buildProgram({root, outdir, plugins = []}: Program) {
  const options = {
    ...bundleOptions(root),
    outdir,
    plugins: [
      ...plugins,
      compileSchemas(root),
      noteActionCommit(root),
      standIns(root),
      minifyLibraries
    ]
  }
  const {metafile} = await build({
    ...options,
    entryPoints: ['src/program.ts', 'src/remark.ts'],
    splitting: true,
    // Flat, so that `../` of a module is the package in `dist` as it is in `src`.
    chunkNames: '[name]-[hash]'
  })
  await Promise.all(Object.keys(metafile.outputs).map((path) => withoutBanner(root, path)))
  const start = await build({...options, ...startOptions, entryPoints: ['src/bin.ts']})
  return {
    inputs: {...metafile.inputs, ...start.metafile.inputs},
    outputs: {...metafile.outputs, ...start.metafile.outputs}
  } satisfies BuildResult['metafile']
}

/** Takes the banner from a module that has no use for it, which most of them load for nothing. */
async function withoutBanner(root: string, path: string): Promise<void> {
  const file = resolve(root, path)
  const text = await readFile(file, 'utf8')
  const rest = text.replace(banner, '')
  if (!/\brequire\b/.test(rest)) await writeFile(file, rest)
}

/** In parts, since the bundle of the tests puts addresses in the place of the whole. */
const moduleAddress = ['import', 'meta', 'url'].join('.')

/** Where the program starts is CommonJS, which Node runs before it loads its loader of modules. */
const startOptions = {
  format: 'cjs',
  outExtension: {'.js': '.cjs'},
  define: {[moduleAddress]: 'moduleUrl'},
  banner: {js: "const moduleUrl=require('node:url').pathToFileURL(__filename).href;"},
  plugins: [
    {
      name: 'program-beside-it',
      setup(plugin) {
        plugin.onResolve({filter: /^\.\/program\.ts$/}, () => ({
          path: './program.js',
          external: true
        }))
      }
    }
  ]
} as const satisfies Parameters<typeof build>[0]
