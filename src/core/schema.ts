import type {ErrorObject, ValidateFunction} from 'ajv'
import type {Claim} from './claim.ts'
import type {Demands} from './demands.ts'
import {RegmdError} from './error.ts'

/** What a schema finds in one claim. */
export interface SchemaFinding {
  readonly code: 'FIELD_MISSING' | 'FIELD_INVALID'
  /** Property of {@link Claim}. */
  readonly field: string
  readonly message: string
}

/** A claim schema, ready to use. */
export interface ClaimSchema {
  readonly check: CheckClaim
  readonly demands: Demands
}

/** Checks one claim against a schema. */
export type CheckClaim = (claim: Claim) => readonly SchemaFinding[]

/** What the patterns of the shipped schema want, in words. */
const forms: ReadonlyMap<string, string> = new Map([
  ['session', '`name` or `name (runtime-id)`, of letters, digits and . _ : / @ + -'],
  ['timestamp', 'a time in UTC such as 2026-11-20T18:10:27Z']
])

/**
 * Makes the check of a compiled schema.
 *
 * @returns the check; it throws {@link RegmdError} `REGISTRY_INVALID` for a schema without an end.
 */
export function checkWith(validate: ValidateFunction): CheckClaim {
  return (claim) => {
    // An absent value is an absent property.
    const record: unknown = JSON.parse(JSON.stringify(claim))
    return isSound(validate, record) ? [] : findingsOf(validate.errors ?? [])
  }
}

/** A schema that refers to itself about the same value asks for ever. */
function isSound(validate: ValidateFunction, record: unknown): boolean {
  try {
    return validate(record)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    const message = "Cannot use the registry's schema: it refers to itself without end"
    throw new RegmdError('REGISTRY_INVALID', message, {hint: 'regmd init --force', cause: error})
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
  return {code: 'FIELD_INVALID', field, message: `${field} ${explain(error, field)}`}
}

function explain({keyword, message, params}: ErrorObject, field: string): string {
  if (keyword === 'pattern') return `is not ${forms.get(field) ?? 'written as the schema wants it'}`
  if (keyword === 'enum') return `is none of ${JSON.stringify(params['allowedValues'])}`
  return message ?? 'does not match the schema'
}
