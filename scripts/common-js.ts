import {writeFile} from 'node:fs/promises'
import {basename} from 'node:path'
import {type OutputFile, transform} from 'esbuild'
import {banner} from './bundle-options.ts'

/** In parts, since the bundle of the tests puts addresses in the place of the whole. */
const moduleAddress = ['import', 'meta', 'url'].join('.')

/** Options that make CommonJS of ES modules. */
export const commonJs = {
  format: 'cjs',
  define: {[moduleAddress]: 'moduleUrl'},
  // An `import()` would start Node's loader of ES modules.
  supported: {'dynamic-import': false}
} as const

/** Start of a module that asks for its own address. */
export const ownAddress = "const moduleUrl=require('node:url').pathToFileURL(__filename).href;"

const minified = {
  ...commonJs,
  platform: 'node',
  target: 'node20.19',
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none'
} as const

/**
 * Writes the modules of a bundle as CommonJS, `.cjs`, which Node loads in less time. A bundle can be
 * split as ES modules only.
 *
 * @param folder - into which they are written; paths of imports stay as they are.
 */
export async function writeCommonJs(modules: readonly OutputFile[], folder: string): Promise<void> {
  const names = modules.map(({path}) => basename(path, '.js')).join('|')
  const imported = new RegExp(`(["']\\./(?:${names}))\\.js(?=["'])`, 'gu')
  const share = await shareHelpers(folder)

  for (const {path, text} of modules) {
    const source = text.replace(banner, '').replace(imported, '$1.cjs')
    const {code} = await transform(source, minified)
    const start = code.includes('moduleUrl') ? ownAddress : ''
    await writeFile(path.replace(/\.js$/, '.cjs'), start + share(code))
  }
}

/**
 * Writes what esbuild starts nearly each module with into one of its own.
 *
 * @returns takes that from the start of a module's code, where it is the usual.
 */
async function shareHelpers(folder: string): Promise<(code: string) => string> {
  const all = await helpersOf("import a from './a'; export const b = a")
  await writeFile(`${folder}/helpers.cjs`, `${all}module.exports={__export,__toCommonJS,__toESM};`)
  const usual = [
    [all, '__export,__toCommonJS,__toESM'],
    [await helpersOf('export const a = 1'), '__export,__toCommonJS']
  ] as const

  return (code) => {
    const [helpers, names] = usual.find(([start]) => code.startsWith(start)) ?? []
    return helpers === undefined
      ? code
      : `const{${names}}=require("./helpers.cjs");${code.slice(helpers.length)}`
  }
}

/** What stands before a module's own code. */
async function helpersOf(source: string): Promise<string> {
  const {code} = await transform(source, minified)
  return code.slice(0, code.indexOf('var stdin_exports='))
}
