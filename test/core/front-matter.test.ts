import assert from 'node:assert/strict'
import {test} from 'node:test'
import fc from 'fast-check'
import {parse} from 'yaml'
import {readPolicy} from '../../src/core/front-matter.ts'
import {readPlainFrontMatter} from '../../src/core/plain/front-matter.ts'
import {type Policy, defaultPolicy} from '../../src/core/policy.ts'
import {refused, seeds} from '../helpers/core.ts'

const defaults: Policy = {
  branch: undefined,
  base: undefined,
  schema: undefined,
  reservations: 'strict',
  orchestrator: 1,
  approvers: [],
  rules: {}
}

const all = `registry:
  branch: claims
  base: main
  schema: registry/claim.schema.json
  reservations: open
  orchestrator: 7
  approvers:
    - ada@example.com
    - bo@example.com
  rules:
    BATCH_GAP: error
    GOAL_CONFLICT: "off"
    ROLE_OVERLAP: warning`

const everything: Policy = {
  branch: 'claims',
  base: 'main',
  schema: 'registry/claim.schema.json',
  reservations: 'open',
  orchestrator: 7,
  approvers: ['ada@example.com', 'bo@example.com'],
  rules: {BATCH_GAP: 'error', GOAL_CONFLICT: 'off', ROLE_OVERLAP: 'warning'}
}

test('the default policy is the one of the contract', () => {
  assert.deepEqual(defaultPolicy, defaults)
})

const documents: readonly (readonly [string, string, Policy])[] = [
  ['no front matter', '# Top\n', defaults],
  ['nothing', '', defaults],
  ['the seed', seeds.decoded, defaults],
  ['all keys', `---\n${all}\n---\n# Top\n`, everything],
  ['all keys in CRLF', `---\n${all}\n---\n# Top\n`.replaceAll('\n', '\r\n'), everything],
  ['nothing after it', `---\n${all}\n---`, everything],
  ['blanks after the marks', `--- \n${all}\n---\t\n`, everything],
  ['front matter later in the text', `# Top\n\n---\n${all}\n---\n`, defaults],
  ['a blank line before it', `\n---\n${all}\n---\n`, defaults],
  ['no end', `---\n${all}\n`, defaults],
  ['four hyphens', `----\n${all}\n----\n`, defaults]
]

for (const [name, text, expected] of documents) {
  test(`readPolicy() reads a document with ${name}`, () => {
    assert.deepEqual(readPolicy(text), expected)
  })
}

const sources: readonly (readonly [string, string, Partial<Policy>])[] = [
  ['nothing', '', {}],
  ['a comment', '# note', {}],
  ['other keys only', 'title: x\nlayout: [a, b]', {}],
  ['other keys too', 'title: x\nregistry:\n  branch: main', {branch: 'main'}],
  ['an empty mapping', 'registry: {}', {}],
  [
    'flow style',
    'registry: {branch: main, reservations: open}',
    {branch: 'main', reservations: 'open'}
  ],
  ['quotes', 'registry:\n  branch: "main"\n  base: \'dev\'', {branch: 'main', base: 'dev'}],
  ['a comment after a value', 'registry:\n  branch: main # live', {branch: 'main'}],
  [
    'words that other schemas take for values',
    'registry:\n  branch: no\n  base: 1.10',
    {branch: 'no', base: '1.10'}
  ],
  ['null as a word', 'registry:\n  branch: null', {branch: 'null'}],
  ['an empty value', 'registry:\n  branch:\n  base: main', {base: 'main'}],
  ['one approver', 'registry:\n  approvers: ada@example.com', {approvers: ['ada@example.com']}],
  ['no approvers', 'registry:\n  approvers: []', {approvers: []}],
  ['reservations as they are', 'registry:\n  reservations: strict', {}],
  ['no rules', 'registry:\n  rules: {}', {}],
  ['rules left out', 'registry:\n  rules:', {}],
  ['a key `__proto__` outside', '__proto__: {branch: x}\nregistry: {base: main}', {base: 'main'}]
]

for (const [name, source, expected] of sources) {
  test(`readPolicy() reads front matter with ${name}`, () => {
    assert.deepEqual(readPolicy(`---\n${source}\n---\n`), {...defaults, ...expected})
  })
}

/** Nine levels of ten aliases each: a thousand million strings, once resolved. */
function aliasBomb(): string {
  const levels = Array.from({length: 9}, (_, index) => {
    const below = index === 0 ? 'x' : `*a${index - 1}`
    return `a${index}: &a${index} [${Array.from({length: 10}, () => below).join(', ')}]`
  })
  return levels.join('\n')
}

const invalid: readonly (readonly [string, string])[] = [
  ['an unknown key', 'registry:\n  brunch: main'],
  ['a known key in other case', 'registry:\n  Branch: main'],
  ['an own `__proto__`', 'registry:\n  __proto__: {}'],
  ['`constructor`', 'registry:\n  constructor: x'],
  ['a list at the top', '- registry'],
  ['a word at the top', 'registry'],
  ['a registry that is a list', 'registry: [main]'],
  ['a registry that is a word', 'registry: main'],
  ['a branch that is a list', 'registry:\n  branch: [main]'],
  ['a schema that is a mapping', 'registry:\n  schema: {a: b}'],
  ['other reservations', 'registry:\n  reservations: loose'],
  ['an orchestrator in words', 'registry:\n  orchestrator: one'],
  ['orchestrator 0', 'registry:\n  orchestrator: 0'],
  ['a negative orchestrator', 'registry:\n  orchestrator: -1'],
  ['half an orchestrator', 'registry:\n  orchestrator: 1.5'],
  ['a very large orchestrator', 'registry:\n  orchestrator: 99999999999999999999'],
  ['an approver that is a mapping', 'registry:\n  approvers: [{a: b}]'],
  ['rules that are a list', 'registry:\n  rules: [BATCH_GAP]'],
  ['a severity that is none', 'registry:\n  rules: {BATCH_GAP: fatal}'],
  ['a severity that is a list', 'registry:\n  rules: {BATCH_GAP: [error]}'],
  ['a key twice', 'registry:\n  branch: a\n  branch: b'],
  ['the registry twice', 'registry: {branch: a}\nregistry: {branch: b}'],
  ['an alias', 'x: &a main\nregistry: {branch: *a}'],
  ['an alias bomb', aliasBomb()],
  ['an alias without an anchor', 'registry: {branch: *a}'],
  ['a merge key', 'x: &a {branch: main}\nregistry:\n  <<: *a'],
  ['an open bracket', 'registry: {branch: main'],
  ['an open quote', 'registry:\n  branch: "main'],
  ['a tab for an indent', 'registry:\n\tbranch: main'],
  ['a document mark', 'registry: {}\n...\nregistry: {}'],
  ['a custom tag', 'registry: !!js/function "x"'],
  ['a deep nesting', `registry: ${'['.repeat(5000)}${']'.repeat(5000)}`],
  ['a deep nesting of mappings', `x: ${'{a: '.repeat(3000)}1${'}'.repeat(3000)}`],
  ['more than 16 KiB', `x: ${'a'.repeat(17_000)}`]
]

for (const [name, source] of invalid) {
  test(`readPolicy() refuses front matter with ${name}`, () => {
    const start = performance.now()
    refused('REGISTRY_INVALID', () => readPolicy(`---\n${source}\n---\n# Top\n`))
    assert.ok(performance.now() - start < 30_000, 'It took too long')
  })
}

test('readPolicy() never makes a prototype of what it reads', () => {
  refused('REGISTRY_INVALID', () =>
    readPolicy('---\nregistry:\n  rules:\n    __proto__: error\n---\n')
  )
  assert.equal(({} as {error?: unknown}).error, undefined)
})

const frontMatterLine = fc
  .tuple(
    fc.oneof({weight: 9, arbitrary: fc.constant('  ')}, fc.constantFrom('', '    ', '\t', '  - ')),
    fc.oneof({weight: 9, arbitrary: fc.stringMatching(/^[a-zA-Z]\w{0,5}$/u)}, fc.string()),
    fc.oneof({weight: 9, arbitrary: fc.constant(': ')}, fc.constantFrom(':', ':  ', ' : ')),
    fc.oneof(
      {weight: 9, arbitrary: fc.stringMatching(/^[\w./@+-]{1,8}$/u)},
      fc.constantFrom(
        'null',
        '~',
        '0x1F',
        '1.10',
        'no',
        '2026-11-21',
        'a # b',
        '[a]',
        '',
        '&a',
        '*a'
      ),
      fc.string()
    )
  )
  .map((parts) => parts.join(''))

test('front matter in plain form says what YAML says', () => {
  let plain = 0
  fc.assert(
    fc.property(
      fc.array(frontMatterLine, {minLength: 1, maxLength: 3}),
      fc.constantFrom('\n', '\r\n', '\r'),
      (lines, ending) => {
        const found = readPlainFrontMatter(['registry:', ...lines].join(ending))
        if (!found) return
        plain++
        assert.deepEqual(found, parse(['registry:', ...lines].join('\n'), {schema: 'failsafe'}))
      }
    ),
    {numRuns: 3000}
  )
  assert.ok(plain > 100, `${plain} in plain form`)
})

test('front matter as `init` writes it is in plain form', () => {
  assert.deepEqual(readPlainFrontMatter('registry:\n  schema: schemas/claim.schema.json'), {
    registry: {schema: 'schemas/claim.schema.json'}
  })
})

test('a key that stands twice in front matter is for YAML to refuse', () => {
  const source = 'registry:\n  base: a\n  base: b'
  assert.equal(readPlainFrontMatter(source), undefined)
  refused('REGISTRY_INVALID', () => readPolicy(`---\n${source}\n---\n`))
})
