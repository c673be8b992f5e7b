import {readFile} from 'node:fs/promises'
import type {AnySchemaObject} from 'ajv'
import {Ajv2020} from 'ajv/dist/2020.js'
import standalone from 'ajv/dist/standalone/index.js'
import type {Plugin} from 'esbuild'

const namespace = 'regmd-validator'
const validators = {validateClaim: 'claim', validateRegistry: 'registry'}

/**
 * Replaces `src/core/shipped-validator.ts` by validators that are compiled while bundling, so that
 * the bundle neither holds nor starts a schema compiler for the schemas that it ships.
 *
 * @param root - folder of the package.
 */
export function compileSchemas(root: string): Plugin {
  return {
    name: 'compile-schemas',
    setup(build) {
      build.onLoad({filter: /[\\/]src[\\/]core[\\/]shipped-validator\.ts$/}, () => ({
        contents: Object.entries(validators)
          .map(([name, schema]) => `export {default as ${name}} from '${namespace}:${schema}'`)
          .join('\n'),
        loader: 'js'
      }))
      // Validators that nobody imports stay out of the bundle.
      build.onResolve({filter: new RegExp(`^${namespace}:`)}, ({path}) => ({
        path: path.slice(namespace.length + 1),
        namespace,
        sideEffects: false
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
  const ajv = new Ajv2020({allErrors: true, strict: true, code: {source: true}})

  for (const schema of Object.values(validators)) {
    const text = await readFile(`${root}/schemas/${schema}.schema.json`, 'utf8')
    const parsed: AnySchemaObject = JSON.parse(text)
    ajv.addSchema(parsed, schema)
  }

  const validate = ajv.getSchema(name)
  if (!validate) throw new Error(`Cannot compile \`${name}.schema.json\``)
  return standalone.default(ajv, validate)
}
