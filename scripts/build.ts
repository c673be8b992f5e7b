import {chmod, readFile, rm, writeFile} from 'node:fs/promises'
import {fileURLToPath} from 'node:url'
import {build} from 'esbuild'
import {writeDeclarations} from './declarations.ts'
import {programOptions} from './program-options.ts'
import {thirdPartyNotices} from './notices.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

await rm(`${root}/dist`, {recursive: true, force: true})

const {metafile} = await build({
  ...programOptions(root),
  entryPoints: ['src/bin.ts', 'src/remark.ts'],
  outdir: 'dist'
})

await writeFile(`${root}/dist/THIRD-PARTY-NOTICES.txt`, await thirdPartyNotices(root, metafile))
await chmod(`${root}/dist/bin.js`, 0o755)
await writeDeclarations(root, 'remark')

const {size} = new Blob([await readFile(`${root}/dist/bin.js`)])
const total = Object.values(metafile.outputs).reduce((sum, {bytes}) => sum + bytes, 0)
console.log(`dist: ${Object.keys(metafile.outputs).length} files, ${total} bytes (bin.js ${size})`)
