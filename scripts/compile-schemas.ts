import {readFile} from 'node:fs/promises'
import {basename} from 'node:path'
import type {AnySchemaObject} from 'ajv'
import {Ajv2020} from 'ajv/dist/2020.js'
import standalone from 'ajv/dist/standalone/index.js'
import type {Plugin} from 'esbuild'

const namespace = 'regmd-validator'
/** Modules of `src/core` that hold a validator, what it is called, and its schema. */
const validators: Readonly<Record<string, readonly [name: string, schema: string]>> = {
  'shipped-validator': ['validateClaim', 'claim'],
  'request-validator': ['validateRequest', 'request']
}

/**
 * Replaces modules of `src/core` by validators that are compiled while bundling, so that the bundle
 * neither holds nor starts a schema compiler for the schemas that it ships.
 *
 * @param root - folder of the package.
 */
export function compileSchemas(root: string): Plugin {
  return {
    name: 'compile-schemas',
    setup(build) {
      const modules = Object.keys(validators).join('|')
      const filter = new RegExp(`[\\\\/]src[\\\\/]core[\\\\/](?:${modules})\\.ts$`)
      build.onLoad({filter}, ({path}) => {
        const [name, schema] = validators[basename(path, '.ts')] ?? []
        const contents = `export {default as ${name}} from '${namespace}:${schema}'`
        return {contents, loader: 'js'}
      })
      build.onResolve({filter: new RegExp(`^${namespace}:`)}, ({path}) => ({
        path: path.slice(namespace.length + 1),
        namespace
      }))
      // Virtual modules, since CommonJS is not recognised in a file of an ESM package.
      build.onLoad({filter: /./, namespace}, async ({path}) => ({
        contents: await validatorSource(root, path),
        loader: 'js',
        resolveDir: root
      }))
    }
  }
}

// CommonJS, since ajv writes bare `require` calls into its ESM form.
async function validatorSource(root: string, name: string): Promise<string> {
  // People are told all that is wrong with a claim; a request is one, or is none.
  const allErrors = name === 'claim'
  const ajv = new Ajv2020({allErrors, strict: true, code: {source: true}})

  const text = await readFile(`${root}/schemas/${name}.schema.json`, 'utf8')
  const schema: AnySchemaObject = JSON.parse(text)
  return standalone.default(ajv, ajv.compile(schema))
}
