import {execFile} from 'node:child_process'
import {copyFile, mkdtemp, readFile, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {promisify} from 'node:util'

const compiler = fileURLToPath(new URL('bin/tsc', import.meta.resolve('typescript/package.json')))

const options =
  '--ignoreConfig --noCheck --declaration --emitDeclarationOnly --allowImportingTsExtensions ' +
  '--resolveJsonModule --module nodenext --target es2023 --rootDir src'

/**
 * Writes the types of a module that others import to `dist`.
 *
 * @param root - folder of the package.
 * @param name - of a module in `src`.
 * @throws {Error} if they need the types of another file, which the package does not have.
 */
export async function writeDeclarations(root: string, name: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'regmd-types-'))
  try {
    const args = [compiler, ...options.split(' '), '--outDir', folder, `src/${name}.ts`]
    await promisify(execFile)(process.execPath, args, {cwd: root})
    const file = join(folder, `${name}.d.ts`)
    if (/\bimport\b|\bfrom '/u.test(withoutComments(await readFile(file, 'utf8')))) {
      throw new Error(`Cannot ship the types of ${name}: they import others`)
    }
    await copyFile(file, `${root}/dist/${name}.d.ts`)
  } finally {
    await rm(folder, {recursive: true})
  }
}

function withoutComments(source: string): string {
  return source.replace(/\/\*[^]*?\*\//gu, '')
}
