import type {ErrorObject, ValidateFunction} from 'ajv'
import type {Claim} from './claim.ts'

/** What a schema finds in one claim. */
export interface SchemaFinding {
  readonly code: 'FIELD_MISSING' | 'FIELD_INVALID'
  /** Property of {@link Claim}. */
  readonly field: string
  readonly message: string
}

/** Checks one claim against a schema. */
export type CheckClaim = (claim: Claim) => readonly SchemaFinding[]

/** Makes the check of a compiled schema. */
export function checkWith(validate: ValidateFunction): CheckClaim {
  return (claim) => {
    // An absent value is an absent property.
    const record: unknown = JSON.parse(JSON.stringify(claim))
    return validate(record) ? [] : findingsOf(validate.errors ?? [])
  }
}

function findingsOf(errors: readonly ErrorObject[]): readonly SchemaFinding[] {
  // `if` only says that a branch failed; the branch's own errors say how.
  return errors.filter(({keyword}) => keyword !== 'if').map(findingOf)
}

function findingOf(error: ErrorObject): SchemaFinding {
  const params: Readonly<Record<string, unknown>> = error.params
  if (error.keyword === 'required') {
    const field = String(params['missingProperty'])
    return {code: 'FIELD_MISSING', field, message: `${field} is missing`}
  }

  const field = error.instancePath.split('/')[1] ?? 'claim'
  return {code: 'FIELD_INVALID', field, message: `${field} ${explain(error)}`}
}

function explain({keyword, message, params}: ErrorObject): string {
  if (keyword === 'pattern') return 'is not written as the schema wants it'
  if (keyword === 'enum') return `is none of ${JSON.stringify(params['allowedValues'])}`
  return message ?? 'does not match the schema'
}
