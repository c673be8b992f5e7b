import assert from 'node:assert/strict'
import {readFileSync, readdirSync} from 'node:fs'
import {join} from 'node:path'
import {test} from 'node:test'
import {Ajv2020} from 'ajv/dist/2020.js'
import {exitCodes} from '../../src/core/error.ts'

const folder = join(import.meta.dirname, '..', '..', 'schemas')
const names = readdirSync(folder).filter((name) => name.endsWith('.json'))
const schemas = new Map(names.map((name) => [name, readSchema(name)]))

interface Schema {
  readonly $id: string
  readonly $schema: string
}

/** A compiler that knows all the schemas of this project. */
function compiler(): Ajv2020 {
  return new Ajv2020({schemas: [...schemas.values()], allowUnionTypes: true})
}

test('the schemas are there', () => {
  assert.deepEqual(names.toSorted(), [
    'claim.schema.json',
    'output.schema.json',
    'registry.schema.json'
  ])
})

for (const [name, schema] of schemas) {
  test(`${name} is a schema of its dialect and compiles`, () => {
    assert.equal(schema.$schema, 'https://json-schema.org/draft/2020-12/schema')
    assert.equal(typeof compiler().getSchema(schema.$id), 'function')
  })

  test(`${name}: all examples and defaults are valid by their own subschemas`, () => {
    const ajv = compiler()
    const found = [...samplesOf(schema, '')]
    assert.ok(found.length >= 10, `Only ${found.length} examples`)
    for (const {pointer, value} of found) {
      const validate = ajv.compile({$ref: `${schema.$id}#${encodeURI(pointer)}`})
      assert.ok(
        validate(value),
        `${name}#${pointer}: ${JSON.stringify(value)}: ${ajv.errorsText(validate.errors)}`
      )
    }
  })
}

test('output.schema.json knows all error codes, and no other', () => {
  const {$defs} = schemas.get('output.schema.json') as unknown as {
    $defs: {errorCode: {enum?: readonly string[]}}
  }
  assert.deepEqual($defs.errorCode.enum?.toSorted(), Object.keys(exitCodes).toSorted())
})

interface Sample {
  /** JSON pointer of the subschema. */
  readonly pointer: string
  readonly value: unknown
}

/** Examples and the default of a schema and of all that is within it. */
function* samplesOf(schema: unknown, pointer: string): Generator<Sample> {
  if (typeof schema !== 'object' || schema === null) return
  const isNamed = /\/(?:properties|\$defs|patternProperties)$/u.test(pointer)
  for (const [key, value] of Object.entries(schema)) {
    if (!isNamed && key === 'examples' && Array.isArray(value)) {
      for (const example of value as readonly unknown[]) yield {pointer, value: example}
    } else if (!isNamed && key === 'default') yield {pointer, value}
    else if (isNamed || !['const', 'enum'].includes(key)) {
      yield* samplesOf(value, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`)
    }
  }
}

function readSchema(name: string): Schema {
  return JSON.parse(readFileSync(join(folder, name), 'utf8')) as Schema
}
