import {chmod, readFile, rm, writeFile} from 'node:fs/promises'
import {fileURLToPath} from 'node:url'
import {build} from 'esbuild'
import {compileSchemas} from './compile-schemas.ts'
import {thirdPartyNotices} from './notices.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

// Bundled CommonJS calls `require`; the alias keeps clear of libraries that import `createRequire`.
const banner =
  "import{createRequire as regmdCreateRequire}from'node:module';" +
  'const require=regmdCreateRequire(import.meta.url);'

await rm(`${root}/dist`, {recursive: true, force: true})

const {metafile} = await build({
  absWorkingDir: root,
  entryPoints: ['src/bin.ts'],
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  mainFields: ['module', 'main'],
  // Flat, so that `../` of a module is the package in `dist` as it is in `src`.
  chunkNames: '[name]-[hash]',
  // Names stay, for stacks that a user can report.
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  banner: {js: banner},
  plugins: [compileSchemas(root)],
  metafile: true,
  logLevel: 'warning'
})

await writeFile(`${root}/dist/THIRD-PARTY-NOTICES.txt`, await thirdPartyNotices(root, metafile))
await chmod(`${root}/dist/bin.js`, 0o755)

const {size} = new Blob([await readFile(`${root}/dist/bin.js`)])
const total = Object.values(metafile.outputs).reduce((sum, {bytes}) => sum + bytes, 0)
console.log(`dist: ${Object.keys(metafile.outputs).length} files, ${total} bytes (bin.js ${size})`)
