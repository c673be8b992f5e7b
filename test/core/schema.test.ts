import assert from 'node:assert/strict'
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {test} from 'node:test'
import type {Claim} from '../../src/core/claim.ts'
import {compileSchema} from '../../src/core/custom-validator.ts'
import {parseRegistry} from '../../src/core/parse.ts'
import {checkWith} from '../../src/core/schema.ts'
import {validateClaim} from '../../src/core/shipped-validator.ts'
import {now, refused, seeds} from '../helpers/core.ts'

const claim: Claim = {
  number: 3,
  title: 'Cook',
  role: 'cook',
  goal: '50 plates daily',
  session: 'kim (run-3)',
  responsibilities: ['Stew'],
  status: 'REGISTERED',
  timestamp: now,
  ready: 'YES',
  acknowledged: undefined,
  reason: undefined
}

const digest = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'

const sound: readonly (readonly [string, Partial<Claim>])[] = [
  ['all of it', {}],
  ['no title', {title: undefined}],
  ['no responsibilities', {responsibilities: []}],
  ['no readiness', {ready: undefined}],
  ['an acknowledgement', {acknowledged: `${now} ${digest}`}],
  ['a reason', {reason: 'Away'}],
  ['a name alone', {session: 'kim'}],
  ['a name with marks', {session: 'a.b_c:d/e@f+g-h'}],
  ['a name in another script', {session: '料理-1'}],
  ['the last second of a day', {timestamp: '2026-12-31T23:59:59Z'}],
  ['a role of 300 characters', {role: 'a'.repeat(300)}],
  [
    'nothing but a number, pending',
    {status: 'PENDING', role: undefined, goal: undefined, session: undefined, timestamp: undefined}
  ]
]

const faulty: readonly (readonly [string, Partial<Claim>, readonly string[]])[] = [
  ['no role', {role: undefined}, ['FIELD_MISSING role']],
  ['no goal', {goal: undefined}, ['FIELD_MISSING goal']],
  ['no session', {session: undefined}, ['FIELD_MISSING session']],
  ['no timestamp', {timestamp: undefined}, ['FIELD_MISSING timestamp']],
  [
    'neither role nor goal',
    {role: undefined, goal: undefined},
    ['FIELD_MISSING role', 'FIELD_MISSING goal']
  ],
  ['an unknown status', {status: 'UNKNOWN'}, ['FIELD_INVALID status']],
  ['a local time', {timestamp: '2026-11-20T18:10:27'}, ['FIELD_INVALID timestamp']],
  ['a time with an offset', {timestamp: '2026-11-20T18:10:27+01:00'}, ['FIELD_INVALID timestamp']],
  ['month 13', {timestamp: '2026-13-20T18:10:27Z'}, ['FIELD_INVALID timestamp']],
  ['hour 24', {timestamp: '2026-11-20T24:10:27Z'}, ['FIELD_INVALID timestamp']],
  ['a time with a newline after it', {timestamp: `${now}\n`}, ['FIELD_INVALID timestamp']],
  ['a time in words', {timestamp: 'yesterday'}, ['FIELD_INVALID timestamp']],
  ['readiness in words', {ready: 'soon'}, ['FIELD_INVALID ready']],
  ['a session with blanks', {session: 'a b'}, ['FIELD_INVALID session']],
  ['a session with an open parenthesis', {session: 'a (b'}, ['FIELD_INVALID session']],
  ['a session with a comma', {session: 'a,b'}, ['FIELD_INVALID session']],
  ['a session with a dollar sign', {session: '$HOME'}, ['FIELD_INVALID session']],
  ['a session that looks like an option', {session: '--force'}, ['FIELD_INVALID session']],
  ['a role of 301 characters', {role: 'a'.repeat(301)}, ['FIELD_INVALID role']],
  ['a goal of 501 characters', {goal: 'a'.repeat(501)}, ['FIELD_INVALID goal']],
  ['an empty responsibility', {responsibilities: ['']}, ['FIELD_INVALID responsibilities']],
  [
    'a long responsibility',
    {responsibilities: ['a'.repeat(301)]},
    ['FIELD_INVALID responsibilities']
  ],
  [
    '51 responsibilities',
    {responsibilities: Array.from({length: 51}, () => 'a')},
    ['FIELD_INVALID responsibilities']
  ],
  ['number 0', {number: 0}, ['FIELD_INVALID number']],
  ['half a number', {number: 1.5}, ['FIELD_INVALID number']],
  ['a short digest', {acknowledged: `${now} abc`}, ['FIELD_INVALID acknowledged']],
  ['a long reason', {reason: 'a'.repeat(301)}, ['FIELD_INVALID reason']]
]

const shipped = readFileSync(
  join(import.meta.dirname, '..', '..', 'schemas', 'claim.schema.json'),
  'utf8'
)

/** The shipped schema as regmd compiles it ahead, and as a repository's own copy. */
const checks = [
  ['shipped', checkWith(validateClaim)],
  ['own copy', checkWith(compileSchema(shipped))]
] as const

for (const [kind, check] of checks) {
  for (const [name, change] of sound) {
    test(`the schema (${kind}) accepts a claim with ${name}`, () => {
      assert.deepEqual(check({...claim, ...change}), [])
    })
  }

  for (const [name, change, expected] of faulty) {
    test(`the schema (${kind}) finds fault with ${name}`, () => {
      const found = check({...claim, ...change}).map(({code, field}) => `${code} ${field}`)
      // A repository's own schema stops at the first fault.
      if (kind === 'own copy') assert.ok(expected.includes(found[0] ?? ''), found.join())
      else assert.deepEqual(found, expected)
    })
  }

  test(`the schema (${kind}) accepts all blocks of the seed`, () => {
    for (const {claim: found} of parseRegistry(seeds.decoded).blocks) {
      assert.deepEqual(check(found), [])
    }
  })
}

/** Compiles a schema that wants something of the goal. */
const wanting = (goal: unknown) =>
  checkWith(compileSchema(JSON.stringify({type: 'object', properties: {goal}})))

test('compileSchema() applies a repository’s own rules', () => {
  const check = wanting({type: 'string', pattern: '^[0-9]+ plates'})
  assert.deepEqual(check(claim), [])
  assert.deepEqual(
    check({...claim, goal: 'plates'}).map(({code, field}) => [code, field]),
    [['FIELD_INVALID', 'goal']]
  )
})

test('compileSchema() runs patterns in linear time', () => {
  const check = wanting({pattern: '^(a+)+$'})
  const start = performance.now()
  assert.equal(check({...claim, goal: `${'a'.repeat(40)}b`}).length, 1)
  assert.deepEqual(check({...claim, goal: 'a'.repeat(40)}), [])
  const names = checkWith(
    compileSchema(JSON.stringify({patternProperties: {'^(.*a)*$': {type: 'number'}}}))
  )
  assert.deepEqual(names(claim), [])
  assert.equal(wanting({pattern: '(x+x+)+y'})({...claim, goal: 'x'.repeat(5000)}).length, 1)
  assert.ok(performance.now() - start < 30_000, 'It took too long')
})

const allowed: readonly (readonly [string, string])[] = [
  ['an empty object', '{}'],
  ['a reference within', '{"$ref": "#/$defs/x", "$defs": {"x": {"type": "object"}}}'],
  ['an id of its own', '{"$id": "urn:example:claim", "type": "object"}'],
  ['a description', '{"title": "x", "description": "y", "examples": [1]}']
]

for (const [name, source] of allowed) {
  test(`compileSchema() compiles ${name}`, () => {
    assert.deepEqual(checkWith(compileSchema(source))(claim), [])
  })
}

const garbage: readonly (readonly [string, string])[] = [
  ['nothing', ''],
  ['no JSON', 'hello'],
  ['half of a JSON text', '{"type":'],
  ['null', 'null'],
  ['a number', '3'],
  ['a text', '"object"'],
  ['a list', '[]'],
  ['an unknown type', '{"type": "thing"}'],
  ['an unknown keyword', '{"typ": "object"}'],
  ['a keyword of the wrong type', '{"required": "role"}'],
  ['a negative bound', '{"properties": {"role": {"maxLength": -1}}}'],
  ['a pattern that is none', '{"properties": {"role": {"pattern": "("}}}'],
  ['a pattern with a back-reference', '{"properties": {"role": {"pattern": "(a)\\\\1"}}}'],
  ['a reference to a web page', '{"$ref": "https://example.com/x.json"}'],
  ['a reference to a file', '{"$ref": "file:///etc/passwd"}'],
  ['a reference to another file', '{"$ref": "other.json"}'],
  ['a reference to nothing', '{"$ref": "#/$defs/x"}'],
  ['a dynamic reference to a web page', '{"$dynamicRef": "https://example.com/x.json#y"}'],
  ['another dialect', '{"$schema": "https://example.com/dialect"}'],
  ['more than 64 KiB', JSON.stringify({description: 'a'.repeat(66_000)})],
  ['a deep nesting', `${'{"not":'.repeat(5000)}{}${'}'.repeat(5000)}`]
]

for (const [name, source] of garbage) {
  test(`compileSchema() refuses ${name}`, () => {
    refused('REGISTRY_INVALID', () => compileSchema(source))
  })
}

test('compileSchema() is not confused by two schemas of one id', () => {
  const one = compileSchema('{"$id": "urn:example:x", "required": ["role"]}')
  const other = compileSchema('{"$id": "urn:example:x", "required": ["nothing"]}')
  assert.deepEqual(checkWith(one)(claim), [])
  assert.equal(checkWith(other)(claim).length, 1)
})

test('compileSchema() takes code in a schema for text', () => {
  const name = '"];globalThis.broken=true;//'
  const source = JSON.stringify({properties: {[name]: {pattern: name, const: name}}})
  compileSchema(source)(JSON.parse('{}'))
  assert.equal('broken' in globalThis, false)
})
