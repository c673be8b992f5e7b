import {RegmdError} from '../core/error.ts'
import type {Policy} from '../core/policy.ts'
import {type CheckClaim, checkWith} from '../core/schema.ts'
import {listFiles, readBlobs} from '../git/objects.ts'
import type {Git} from '../git/run.ts'
import {readAsset} from '../package.ts'

/** Path of the claim schema, in this package and in a repository that `init` has set up. */
export const claimSchema = 'schemas/claim.schema.json'

/**
 * Loads the check that a policy asks for: a schema in the repository, else the shipped one.
 *
 * @param commit - whose schema counts.
 * @throws {RegmdError} `REGISTRY_INVALID` if the schema is missing or cannot be compiled.
 */
export async function loadCheck(git: Git, commit: string, {schema}: Policy): Promise<CheckClaim> {
  const own = schema === undefined ? undefined : await readSchema(git, commit, schema)
  if (own === undefined || own === readAsset(claimSchema)) {
    const {validateClaim} = await import('../core/shipped-validator.ts')
    return checkWith(validateClaim)
  }

  const {compileSchema} = await import('../core/custom-validator.ts')
  return checkWith(compileSchema(own))
}

async function readSchema(git: Git, commit: string, path: string): Promise<string> {
  const file = (await listFiles(git, commit, path)).find((found) => found.path === path)
  if (!file?.mode.startsWith('100')) {
    throw new RegmdError(
      'REGISTRY_INVALID',
      `The front matter names a schema that is not there: \`${path}\``,
      {
        hint: 'regmd init'
      }
    )
  }

  const [bytes] = await readBlobs(git, [file.oid])
  return new TextDecoder().decode(bytes)
}
