import assert from 'node:assert/strict'
import {once} from 'node:events'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {join} from 'node:path'
import {describe, test} from 'node:test'
import {compileSchema} from '../../src/core/custom-validator.ts'
import {readPolicy} from '../../src/core/front-matter.ts'
import {
  binary,
  execute,
  git,
  makeFolder,
  makeRepository,
  regmdJson,
  registryPath,
  registryText,
  writeFiles
} from '../helpers/cli.ts'
import {amount, isLong} from '../helpers/fire.ts'
import {type Ending, asMe, checkDone, checkRefused} from '../helpers/hostile-repository.ts'

const frontMatter = 'registry:\n  schema: schemas/own.json'
const invalid: Ending = [6, 'REGISTRY_INVALID']

async function withSchema(schema: string): Promise<string> {
  return makeRepository({[registryPath]: registryText({frontMatter}), 'schemas/own.json': schema})
}

/** Nests a schema in itself. */
function nested(depth: number, open: string, close: string): string {
  return `${open.repeat(depth)}{}${close.repeat(depth)}`
}

describe('references of a schema', () => {
  test('to the network are never followed', async () => {
    let asked = 0
    const server = createServer((_request, response) => {
      asked++
      response.end('{}')
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    try {
      const {port} = server.address() as AddressInfo
      const address = `http://127.0.0.1:${port}/schema.json`
      const schemas = [
        {$ref: address},
        {$schema: address},
        {$id: address, properties: {role: {$ref: 'other.json'}}},
        {$dynamicRef: `${address}#x`},
        {properties: {goal: {$ref: `${address}#/$defs/x`}}}
      ]
      for (const schema of amount({short: schemas.slice(0, 1), long: schemas})) {
        const repository = await withSchema(JSON.stringify(schema))
        await checkRefused(repository, ['claim', '1'], invalid)
        if (isLong) await checkRefused(repository, ['check'], invalid)
      }
      assert.equal((await fetch(address)).status, 200)
      assert.equal(asked, 1, 'only the test itself has asked')
    } finally {
      server.closeAllConnections()
      server.close()
    }
  })

  test('to files are never followed', async () => {
    const folder = await makeFolder()
    await writeFiles(folder, {'x.json': '{"required": ["nothing"]}'})
    const schemas = [
      `file://${folder}/x.json`,
      join(folder, 'x.json'),
      '../schemas/x.json',
      'x.json'
    ]
    for (const $ref of amount({short: schemas.slice(0, 1), long: schemas})) {
      const repository = await makeRepository({
        [registryPath]: registryText({frontMatter}),
        'schemas/own.json': JSON.stringify({$ref}),
        'schemas/x.json': '{}'
      })
      await checkRefused(repository, ['claim', '1'], invalid)
    }
  })

  test('to itself end: refused, or accepted', async () => {
    const schemas = [
      {$ref: '#'},
      {properties: {role: {$ref: '#'}}},
      {allOf: [{$ref: '#'}]},
      {$defs: {a: {$ref: '#/$defs/b'}, b: {$ref: '#/$defs/a'}}, $ref: '#/$defs/a'}
    ]
    for (const schema of amount({short: schemas.slice(0, 2), long: schemas})) {
      const repository = await withSchema(JSON.stringify(schema))
      const {exitCode, error} = await regmdJson(repository, ['claim', '1'], asMe)
      assert.ok(exitCode === 0 || (exitCode === 6 && error.hint), JSON.stringify({schema, error}))
    }
  })
})

describe('schemas that are too much', () => {
  const schemas: Readonly<Record<string, string>> = {
    'nests 20,000 levels deep': nested(20_000, '{"not":', '}'),
    'is longer than 64 KiB': JSON.stringify({description: 'a'.repeat(65_536)}),
    'looks ahead': '{"properties": {"goal": {"pattern": "^(?=a)a"}}}',
    'looks behind': '{"properties": {"goal": {"pattern": "(?<!a)a"}}}',
    'refers back': String.raw`{"properties": {"goal": {"pattern": "^(a)\\1$"}}}`,
    'names a pattern of a property that looks ahead': '{"patternProperties": {"(?!a)": {}}}',
    'repeats a repetition too often':
      '{"properties": {"goal": {"pattern": "((a{999}){999}){999}"}}}',
    'asks for code': '{"$comment": 1, "code": {"source": "process.exit(9)"}}',
    'is asynchronous': '{"$async": true, "required": ["nothing"]}',
    'is not UTF-8': '\uFFFD'
  }

  for (const [name, schema] of Object.entries(schemas)) {
    test(`one that ${name}: 6`, async () => {
      assert.throws(() => compileSchema(schema), {code: 'REGISTRY_INVALID'})
      if (!isLong && !name.includes('20,000')) return
      const repository = await withSchema(schema)
      await checkRefused(repository, ['claim', '1'], invalid)
      if (!isLong) return
      await checkRefused(repository, ['check', '--ref', 'HEAD', '--base', 'HEAD'], invalid)
    })
  }

  test('one of 16 MiB and a byte is not read', {skip: !isLong}, async () => {
    const repository = await withSchema('x'.repeat(16 * 1024 * 1024 + 1))
    await checkRefused(repository, ['claim', '1'], invalid)
  })

  test('a pattern that would hang another engine, on the longest value', async () => {
    const pattern = '^(a+)+$'
    const repository = await withSchema(JSON.stringify({properties: {goal: {pattern}}}))
    const goal = `${'a'.repeat(400)}!`
    await checkRefused(repository, ['claim', '2', '--goal', goal], [6, 'CLAIM_INVALID'])
  })

  test('keys that objects have by nature are keys', async () => {
    const keys = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty']
    const own = keys.map((key) => `${JSON.stringify(key)}: {"type": "string"}`).join(', ')
    const schemas = [
      `{"properties": {${own}}}`,
      `{"$defs": {${own}}, "properties": {"role": {"$ref": "#/$defs/__proto__"}}}`,
      '{"patternProperties": {"__proto__": {"const": 1}}}'
    ]
    for (const schema of amount({short: schemas.slice(0, 1), long: schemas})) {
      await checkDone(await withSchema(schema), ['claim', '1'])
    }
    const required = await withSchema(`{"required": ["__proto__"]}`)
    await checkRefused(required, ['claim', '1'], [6, 'CLAIM_INVALID'])
    assert.equal(Object.hasOwn(Object.prototype, 'type'), false)
  })
})

describe('front matter that is too much', () => {
  const deep = (depth: number) => `x: ${'['.repeat(depth)}${']'.repeat(depth)}`
  const laughs = ['a0: &a0 [x]']
  for (let level = 1; level < 10; level++) {
    const aliases = Array.from({length: 10}, () => `*a${level - 1}`).join(', ')
    laughs.push(`a${level}: &a${level} [${aliases}]`)
  }

  const sources: Readonly<Record<string, string>> = {
    'a thousand million aliases': laughs.join('\n'),
    'an alias of itself': 'x: &a [*a]',
    'many brackets': deep(8000),
    '20,000 brackets': deep(20_000),
    '20,000 mappings': `x: ${'{a: '.repeat(20_000)}1${'}'.repeat(20_000)}`,
    '120 indents': Array.from({length: 120}, (_, level) => `${' '.repeat(level)}a:`).join('\n'),
    '1 MiB': `x: ${'a'.repeat(1024 * 1024)}`,
    'a key twice': 'registry: {branch: a, branch: b}',
    'a function': 'registry: !!js/function "function () { process.exit(9) }"',
    'a regular expression': 'registry: {branch: !!js/regexp /a/}',
    'an object of Python': 'registry: !!python/object/apply:os.system ["touch pwned"]',
    'a prototype in the registry': 'registry: {__proto__: {branch: x}}',
    'a prototype in the rules': 'registry: {rules: {__proto__: error}}',
    'a merge': 'a: &a {branch: x}\nregistry:\n  <<: *a',
    'two documents': 'registry: {}\n...\n---\nregistry: {branch: x}',
    'a directive': '%YAML 1.1\n%TAG ! tag:evil,2026:\nregistry: !x {}'
  }
  const few = ['a thousand million aliases', '20,000 brackets']

  for (const [name, source] of Object.entries(sources)) {
    test(`${name}: 6, or nothing that counts`, async () => {
      const text = registryText({frontMatter: source})
      const policy = readOrRefuse(text)
      if (!isLong && !few.includes(name)) return
      const repository = await makeRepository({[registryPath]: text})
      const all = [['claim', '1'], ['check']]
      for (const args of amount({short: all.slice(0, 1), long: all})) {
        if (policy === 'refused') await checkRefused(repository, args, invalid)
        else assert.ok((await regmdJson(repository, args, asMe)).exitCode < 2)
      }
    })
  }

  /** Says whether it is refused; what is let through decides nothing. */
  function readOrRefuse(text: string): 'refused' | 'empty' {
    try {
      const {branch, base, rules} = readPolicy(text)
      assert.deepEqual({branch, base, rules}, {branch: undefined, base: undefined, rules: {}})
      return 'empty'
    } catch (error) {
      assert.equal((error as {code?: string}).code, 'REGISTRY_INVALID', String(error))
      return 'refused'
    }
  }

  test('a tag that is not known is not echoed: its line could be a command to a workflow', async () => {
    const line = '::error title=x::y: !!x z'
    const repository = await makeRepository({[registryPath]: registryText({frontMatter: line})})
    const env = {REGMD_SESSION: 'me'}
    const program = [process.execPath, binary, 'claim', '1'] as const
    const {exitCode, stdout, stderr} = await execute(repository, program, env)
    assert.equal(exitCode, 0, stderr)
    assert.ok(!`${stdout}${stderr}`.includes('::error'), stderr)
  })

  test('where it is refused, a branch is not guessed', async () => {
    const repository = await makeRepository({
      [registryPath]: registryText({frontMatter: deep(20_000)})
    })
    await checkRefused(repository, ['claim', '1'], invalid)
    assert.equal(
      (await git(repository, 'for-each-ref', '--format=%(refname)')).trim(),
      'refs/heads/main'
    )
  })
})
