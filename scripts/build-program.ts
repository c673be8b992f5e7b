import {mkdir, writeFile} from 'node:fs/promises'
import {resolve} from 'node:path'
import {type BuildResult, type Plugin, build} from 'esbuild'
import {noteActionCommit} from './action-commit.ts'
import {bundleOptions} from './bundle-options.ts'
import {commonJs, ownAddress, writeCommonJs} from './common-js.ts'
import {compileSchemas} from './compile-schemas.ts'
import {lateEntries, lateLibraries} from './late-libraries.ts'
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
      lateLibraries,
      minifyLibraries
    ]
  }
  const {metafile, outputFiles} = await build({
    ...options,
    entryPoints: ['src/program.ts', 'src/remark.ts'],
    splitting: true,
    // Flat, so that `../` of a module is the package in `dist` as it is in `src`.
    chunkNames: '[name]-[hash]',
    write: false
  })
  const folder = resolve(root, outdir)
  await mkdir(folder, {recursive: true})
  await writeCommonJs(outputFiles, folder)
  await writeFile(`${folder}/remark.js`, plugin)
  const late = await build({
    ...options,
    ...commonJs,
    outExtension: {'.js': '.cjs'},
    banner: {},
    entryPoints: lateEntries
  })
  const start = await build({...options, ...startOptions, entryPoints: ['src/bin.ts']})
  return {
    inputs: {...metafile.inputs, ...late.metafile.inputs, ...start.metafile.inputs},
    outputs: {...metafile.outputs, ...late.metafile.outputs, ...start.metafile.outputs}
  } satisfies BuildResult['metafile']
}

/** Remark takes ES modules, and of CommonJS only what is not called `default`. */
const plugin = "import plugin from './remark.cjs'\n\nexport default plugin.default\n"

const startOptions = {
  ...commonJs,
  outExtension: {'.js': '.cjs'},
  banner: {js: ownAddress},
  plugins: [
    {
      name: 'program-beside-it',
      setup(bundle) {
        bundle.onResolve({filter: /^\.\/program\.ts$/}, () => ({
          path: './program.cjs',
          external: true
        }))
      }
    }
  ]
} as const satisfies Parameters<typeof build>[0]
