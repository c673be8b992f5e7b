import {chmod, rm, writeFile} from 'node:fs/promises'
import {fileURLToPath} from 'node:url'
import {buildProgram} from './build-program.ts'
import {writeDeclarations} from './declarations.ts'
import {thirdPartyNotices} from './notices.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

await rm(`${root}/dist`, {recursive: true, force: true})

const metafile = await buildProgram({root, outdir: 'dist'})

await writeFile(`${root}/dist/THIRD-PARTY-NOTICES.txt`, await thirdPartyNotices(root, metafile))
await chmod(`${root}/dist/bin.cjs`, 0o755)
await writeDeclarations(root, 'remark')

const total = Object.values(metafile.outputs).reduce((sum, {bytes}) => sum + bytes, 0)
console.log(`dist: ${Object.keys(metafile.outputs).length} files, ${total} bytes`)
