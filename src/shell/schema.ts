import {demandsOf} from '../core/demands.ts'
import {RegmdError} from '../core/error.ts'
import {checkSchemaPath} from '../core/names.ts'
import type {Policy} from '../core/policy.ts'
import {quote} from '../core/quote.ts'
import {type ClaimSchema, checkWith} from '../core/schema.ts'
import {readAsset} from '../package.ts'
import {claimSchema} from './schema-path.ts'
import {type Tree, readText} from './tree.ts'

/**
 * Loads the schema that a policy asks for: one of the repository, else the shipped one.
 *
 * @param tree - the state whose schema counts.
 * @throws {RegmdError} `REGISTRY_INVALID` if the schema is missing or cannot be compiled, or
 *   its path cannot be.
 */
export async function loadSchema({schema}: Policy, tree: Tree): Promise<ClaimSchema> {
  if (schema !== undefined) checkSchemaPath(schema)
  const own = schema === undefined ? undefined : await readText(tree, schema)
  if (schema !== undefined && own === undefined) throw missing(schema)
  const shipped = readAsset(claimSchema)
  if (own === undefined || own === shipped) {
    const {validateClaim} = await import('../core/shipped-validator.ts')
    return {check: checkWith(validateClaim), demands: demandsOf(JSON.parse(shipped))}
  }

  const {compileSchema} = await import('../core/custom-validator.ts')
  return {check: checkWith(compileSchema(own)), demands: demandsOf(JSON.parse(own))}
}

function missing(path: string): RegmdError {
  const message = `There is no schema \`${path}\`, which the front matter names`
  return new RegmdError('REGISTRY_INVALID', message, {hint: `git checkout HEAD -- ${quote(path)}`})
}
