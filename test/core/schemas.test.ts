import assert from 'node:assert/strict'
import {readFileSync, readdirSync} from 'node:fs'
import {join} from 'node:path'
import {describe, test} from 'node:test'
import {Ajv2020} from 'ajv/dist/2020.js'
import {exitCodes} from '../../src/core/error.ts'
import type {BreachKind, HistoryAction} from '../../src/core/history.ts'
import {severities} from '../../src/core/problem.ts'

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
    'registry.schema.json',
    'request.schema.json'
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

const actions = {
  claim: true,
  release: true,
  ready: true,
  ack: true,
  reassign: true,
  edit: true,
  confirm: true,
  broadcast: true,
  activate: true,
  sync: true,
  approval: true,
  lost: true,
  breach: true
} satisfies Readonly<Record<HistoryAction, true>>

const breaches = {
  takeover: true,
  rewrite: true,
  rollback: true,
  renumbering: true,
  removal: true,
  duplicate: true,
  'hand edit': true,
  unreadable: true,
  rewound: true
} satisfies Readonly<Record<BreachKind, true>>

describe('output.schema.json', () => {
  const {$defs} = schemas.get('output.schema.json') as unknown as {
    readonly $defs: {
      readonly errorCode: Listed
      readonly failure: {readonly allOf: readonly ExitRule[]}
      readonly problemCode: Listed
      readonly historyEntry: {readonly properties: {readonly action: Listed}}
      readonly breach: {readonly properties: {readonly kind: Listed}}
    }
  }
  const lists: readonly (readonly [string, Listed, object])[] = [
    ['error codes', $defs.errorCode, exitCodes],
    ['codes of problems', $defs.problemCode, severities],
    ['actions of a history', $defs.historyEntry.properties.action, actions],
    ['kinds of breaches', $defs.breach.properties.kind, breaches]
  ]
  for (const [name, {enum: known}, wanted] of lists) {
    test(`knows all ${name}, and no other`, () => {
      assert.deepEqual(known?.toSorted(), Object.keys(wanted).toSorted())
    })
  }

  test('knows the exit code of each error', () => {
    const known = $defs.failure.allOf.flatMap(({if: {properties}, then}) => {
      const {enum: codes, const: code} = properties.error.properties.code
      return (codes ?? [code]).map((name) => [name, then.properties.exitCode.const] as const)
    })
    assert.deepEqual(Object.fromEntries(known), exitCodes)
  })
})

/** A subschema that lists values. */
interface Listed {
  readonly enum?: readonly string[]
  readonly const?: string
}

/** Which exit code belongs to which error codes. */
interface ExitRule {
  readonly if: {
    readonly properties: {readonly error: {readonly properties: {readonly code: Listed}}}
  }
  readonly then: {readonly properties: {readonly exitCode: {readonly const: number}}}
}

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
