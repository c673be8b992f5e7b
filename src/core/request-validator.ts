import {Ajv2020, type ValidateFunction} from 'ajv/dist/2020.js'
import requestSchema from '../../schemas/request.schema.json' with {type: 'json'}

/** Validates a queued claim. The build replaces this module by the same schema compiled ahead. */
export const validateRequest: ValidateFunction = new Ajv2020().compile(requestSchema)
