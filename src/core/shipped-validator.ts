import {Ajv2020, type ValidateFunction} from 'ajv/dist/2020.js'
import claimSchema from '../../schemas/claim.schema.json' with {type: 'json'}

/**
 * Validates a claim against the shipped schema. The build replaces this module by the same schema
 * compiled ahead, so that no compiler is loaded.
 */
export const validateClaim: ValidateFunction = new Ajv2020({allErrors: true}).compile(claimSchema)
