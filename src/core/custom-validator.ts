import {Ajv2020, type ValidateFunction} from 'ajv/dist/2020.js'
import {RE2JS} from 're2js'
import {RegmdError} from './error.ts'

/** Largest schema, in UTF-16 units. */
const maxLength = 64 * 1024

/**
 * Compiles a repository's own claim schema (JSON Schema 2020-12). Its patterns run on an engine of
 * linear time, references to other documents are refused.
 *
 * @throws {RegmdError} `REGISTRY_INVALID` if it is not a schema that can be compiled.
 */
export function compileSchema(source: string): ValidateFunction {
  if (source.length > maxLength) throw invalid('it is larger than 64 KiB')
  try {
    const schema: unknown = JSON.parse(source)
    if (typeof schema !== 'object' || schema === null) throw invalid('it is not an object')
    if ('$async' in schema) throw invalid('it is asynchronous')
    // What objects have by nature, such as `constructor`, no claim says.
    const ajv = new Ajv2020({code: {regExp: linear}, logger: false, ownProperties: true})
    return ajv.compile(schema)
  } catch (error) {
    // Whatever the compiler throws, the schema is what it could not read.
    if (error instanceof RegmdError || !(error instanceof Error)) throw error
    throw invalid(error.message, error)
  }
}

function linear(pattern: string): {test: (text: string) => boolean; toString: () => string} {
  const compiled = RE2JS.compile(pattern)
  // The compiler keeps one expression for each text that it turns into.
  return {test: (text) => compiled.matcher(text).find(), toString: () => pattern}
}

linear.code = 'linear'

function invalid(why: string, cause?: unknown): RegmdError {
  return new RegmdError('REGISTRY_INVALID', `Cannot read the registry's schema: ${why}`, {
    hint: 'regmd init --force',
    cause
  })
}
