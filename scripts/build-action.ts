import {cp, mkdir, readFile, rm, writeFile} from 'node:fs/promises'
import {resolve} from 'node:path'
import {fileURLToPath} from 'node:url'
import {type Plugin, build} from 'esbuild'
import {actionFolder} from './action-commit.ts'
import {bundleOptions} from './bundle-options.ts'
import {compileSchemas} from './compile-schemas.ts'
import {thirdPartyNotices} from './notices.ts'
import {standIns} from './stand-ins.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

// Another folder is for a look at what would be written.
const folder = resolve(process.argv[2] ?? `${root}/${actionFolder}`)

/** The only commands that the action runs; the others stay out of its bundle. */
const names = ['check', 'history']

const onlyOurs: Plugin = {
  name: 'only-our-commands',
  setup(plugins) {
    // The list names all; what is never called needs no module.
    plugins.onResolve({filter: /^\.\/[a-z-]+\.ts$/}, ({kind, importer, path}) => {
      const isCommand = kind === 'dynamic-import' && /[\\/]commands[\\/]index\.ts$/.test(importer)
      if (!isCommand || names.some((name) => path === `./${name}.ts`)) return undefined
      return {path, namespace: 'left-out'}
    })
    plugins.onLoad({filter: /./, namespace: 'left-out'}, () => ({contents: 'export {}'}))
  }
}

for (const name of ['dist', 'schemas'])
  await rm(`${folder}/${name}`, {recursive: true, force: true})
await mkdir(`${folder}/dist`, {recursive: true})

const {metafile} = await build({
  ...bundleOptions(root),
  entryPoints: ['src/action.ts'],
  outfile: `${folder}/dist/index.js`,
  // Names of modules in the bundle are paths from the root, wherever the libraries really are.
  preserveSymlinks: true,
  plugins: [compileSchemas(root), standIns(root), onlyOurs]
})

const {version}: {version: string} = JSON.parse(await readFile(`${root}/package.json`, 'utf8'))
const manifest = {name: 'regmd-check', version, private: true, type: 'module'}
await writeFile(`${folder}/package.json`, `${JSON.stringify(manifest, null, 2)}\n`)
await cp(`${root}/schemas/claim.schema.json`, `${folder}/schemas/claim.schema.json`)
await writeFile(`${folder}/dist/THIRD-PARTY-NOTICES.txt`, await thirdPartyNotices(root, metafile))

const total = Object.values(metafile.outputs).reduce((sum, {bytes}) => sum + bytes, 0)
console.log(`${actionFolder}/dist/index.js: ${total} bytes`)
