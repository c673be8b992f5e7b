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

/**
 * Writes the modules of a bundle as CommonJS, `.cjs`, which Node loads in less time. A bundle can be
 * split as ES modules only.
 */
export async function writeCommonJs(modules: readonly OutputFile[]): Promise<void> {
  const names = modules.map(({path}) => basename(path, '.js')).join('|')
  const imported = new RegExp(`(["']\\./(?:${names}))\\.js(?=["'])`, 'gu')

  for (const {path, text} of modules) {
    const source = text.replace(banner, '').replace(imported, '$1.cjs')
    const {code} = await transform(source, {
      ...commonJs,
      platform: 'node',
      target: 'node20.19',
      minifyWhitespace: true,
      minifySyntax: true,
      legalComments: 'none'
    })
    const start = code.includes('moduleUrl') ? ownAddress : ''
    await writeFile(path.replace(/\.js$/, '.cjs'), start + code)
  }
}
