import assert from 'node:assert/strict'
import {test} from 'node:test'
import fc from 'fast-check'
import {findHidden} from '../../src/core/characters.ts'
import type {Span} from '../../src/core/span.ts'
import {renderCheckText} from '../../src/report/check-text.ts'
import {checkData} from '../../src/report/check.ts'
import {renderSuccess} from '../../src/report/json.ts'
import {type Screen, screenOf, widthOf} from '../../src/report/screen.ts'
import {
  commandsIn,
  consensusOf,
  document,
  duplicate,
  foreignTexts,
  hostile,
  hostileReport,
  problem,
  remark,
  reportOf
} from '../helpers/check.ts'
import {runs} from '../helpers/fire.ts'

const screen: Screen = {
  width: Number.POSITIVE_INFINITY,
  style: (_look, text) => text,
  program: 'npx regmd'
}

test('renderCheckText() shows a problem, its places and the next command', () => {
  assert.equal(
    renderCheckText(screen, reportOf()),
    `error[NUMBER_DUPLICATE]: Number 3 has two blocks
 --> registry/sessions.md:6:1
  |
6 | ### Session #3: Mailer
  | ^^^^^^^^^^^^^^^^^^^^^^
  |
 ... registry/sessions.md:3:1
  |
3 | ### Session #3: Scout
  | --------------------- The first one is here
  = explain: npx regmd check --explain NUMBER_DUPLICATE

registry/sessions.md: 1 error
`
  )
})

test('renderCheckText() aligns line numbers of different widths', () => {
  const text = `a\n${'\n'.repeat(98)}b\n`
  const problems = [
    problem(text, ['b'], {severity: 'warning', related: [remark(text, 'Here', ['a'])]})
  ]
  assert.equal(
    renderCheckText(screen, reportOf({text, problems, isFailed: false})),
    `warning[FIELD_INVALID]: Wrong
   --> registry/sessions.md:100:1
    |
100 | b
    | ^
    |
   ... registry/sessions.md:1:1
    |
  1 | a
    | - Here
    = explain: npx regmd check --explain FIELD_INVALID

registry/sessions.md: 1 warning
`
  )
})

test('renderCheckText() says that there are no problems', () => {
  const report = reportOf({problems: [], isFailed: false})
  assert.equal(renderCheckText(screen, report), 'registry/sessions.md: no problems\n')
})

test('renderCheckText() shows a hundred problems, and counts all', () => {
  const problems = Array.from({length: 1000}, (_, index) =>
    index % 2 === 0 ? duplicate : {...duplicate, severity: 'warning' as const}
  )
  const shown = renderCheckText(screen, reportOf({problems}))
  assert.equal(shown.match(/^(?:error|warning)\[/gmu)?.length, 100)
  assert.ok(
    shown.endsWith(
      '\n\n… and 900 more problems\n\nregistry/sessions.md: 500 errors and 500 warnings\n'
    )
  )
})

test('renderCheckText() says all that consensus lacks where that is wanted', () => {
  const consensus = consensusOf(['session 3 is not ready', 'session 4 is not ready'])
  const report = reportOf({problems: [], consensus, wantsConsensus: true})
  assert.equal(
    renderCheckText(screen, report),
    `registry/sessions.md: no problems

Consensus: not yet
  ☐ All roles are defined and accepted
      session 3 is not ready
      session 4 is not ready
  ☑ No number is claimed twice
`
  )
  assert.match(
    renderCheckText(screen, {...report, consensus: consensusOf([])}),
    /^Consensus: reached$/mu
  )
})

test('renderCheckText() colours through the screen alone, and nothing of the text changes', () => {
  const colourful = screenOf({write: () => true}, {FORCE_COLOR: '1', npm_command: 'exec'})
  const coloured = renderCheckText(colourful, reportOf({wantsConsensus: true}))
  assert.ok(coloured.startsWith('\u001B[31merror[NUMBER_DUPLICATE]\u001B[39m: '))
  assert.equal(
    // oxlint-disable-next-line no-control-regex
    coloured.replace(/\u001B\[\d+m/gu, ''),
    renderCheckText(screen, reportOf({wantsConsensus: true}))
  )
})

/** Documents, the part that is wrong, and its line and caret. */
const excerpts: readonly (readonly [
  name: string,
  text: string,
  span: string | Span,
  line: string,
  caret: string
])[] = [
  ['CRLF', 'a\r\nbc d\r\n', 'c', '2 | bc d', '  |  ^'],
  ['CR', 'a\rbc d\re', 'c', '2 | bc d', '  |  ^'],
  ['tabs', 'x\ty\tz\n', 'z', '1 | x    y    z', '  |           ^'],
  ['a tab', 'x\ty\n', '\t', '1 | x    y', '  |  ^^^^'],
  ['an emoji before', '👩‍🍳 cook\n', 'cook', '1 | 👩‍🍳 cook', '  |    ^^^^'],
  ['an emoji', 'a 👩‍🍳 b\n', '👩‍🍳', '1 | a 👩‍🍳 b', '  |   ^^'],
  ['a part of an emoji', 'a 👩‍🍳 b\n', '🍳', '1 | a 👩‍🍳 b', '  |   ^^'],
  ['wide characters', '料理 を x\n', 'を', '1 | 料理 を x', '  |      ^^'],
  ['mojibake', 'a ‚è≥ b\n', '‚è≥', '1 | a ‚è≥ b', '  |   ^^^'],
  ['an accent of its own', 'cafe\u0301 b\n', 'b', '1 | cafe\u0301 b', '  |      ^'],
  ['hidden characters', 'a\u202Eb c\n', 'c', '1 | a\\u{202e}b c', '  |            ^'],
  ['a hidden character', 'a\u202Eb\n', '\u202E', '1 | a\\u{202e}b', '  |  ^^^^^^^^'],
  ['NUL', '\0b\n', 'b', '1 | \\u{0}b', '  |      ^'],
  [
    'a command of a log',
    'a ##[group] b\n',
    'b',
    '1 | a ##\\u{5b}group] b',
    '  |                  ^'
  ],
  ['nothing', 'abc\n', {start: 1, end: 1}, '1 | abc', '  |  ^'],
  ['nothing at the end of a line', 'abc\nd', {start: 3, end: 3}, '1 | abc', '  |    ^'],
  ['a line ending', 'abc\r\nd', {start: 3, end: 5}, '1 | abc', '  |    ^'],
  ['the middle of a line ending', 'abc\r\nd', {start: 4, end: 5}, '1 | abc', '  |    ^'],
  ['the end of a document', 'abc', {start: 3, end: 3}, '1 | abc', '  |    ^'],
  ['the line after the last', 'abc\n', {start: 4, end: 4}, '2 |', '  | ^'],
  ['an empty document', '', {start: 0, end: 0}, '1 |', '  | ^'],
  ['several lines', 'a\nb cd\nef\n', 'cd\nef', '2 | b cd', '  |   ^^']
]

for (const [name, text, span, line, caret] of excerpts) {
  test(`renderCheckText() points at ${name}`, () => {
    const found = problem(text, typeof span === 'string' ? [span] : [''])
    const problems = [typeof span === 'string' ? found : {...found, span}]
    const shown = renderCheckText(screen, reportOf({text, problems})).split('\n')
    assert.deepEqual(shown.slice(3, 5), [line, caret])
  })
}

const tail = 'b'.repeat(10_000)
const head = 'a'.repeat(10_000)

for (const [name, text, part, expected] of [
  ['at the start of', `XY ${tail}`, 'XY', [`1 | XY ${'b'.repeat(32)}…`, '  | ^^']],
  ['at the end of', `${head} XY`, 'XY', [`1 | …${'a'.repeat(32)} XY`, `  | ${' '.repeat(34)}^^`]],
  [
    'in',
    `${head}XY${tail}`,
    'XY',
    [`1 | …${'a'.repeat(16)}XY${'b'.repeat(16)}…`, `  | ${' '.repeat(17)}^^`]
  ],
  [
    'that fills',
    `${head}${'X'.repeat(10_000)}${tail}`,
    'X'.repeat(10_000),
    [`1 | …${'a'.repeat(8)}${'X'.repeat(26)}…`, `  | ${' '.repeat(9)}${'^'.repeat(27)}`]
  ]
] as const) {
  test(`renderCheckText() cuts a long line around a span ${name} it`, () => {
    const report = reportOf({text, problems: [problem(text, [part])]})
    const shown = renderCheckText({...screen, width: 41}, report).split('\n')
    assert.deepEqual(shown.slice(3, 5), expected)
  })
}

test('renderCheckText() cuts long lines of wide characters, and those of a file', () => {
  const text = '料理'.repeat(5000)
  const problems = [{...problem(text, ['料']), span: {start: 5000, end: 5002}}]
  for (const [width, cells] of [
    [40, 40],
    [Number.POSITIVE_INFINITY, 160]
  ] as const) {
    const shown = renderCheckText({...screen, width}, reportOf({text, problems})).split('\n')
    assert.ok(widthOf(shown[3]!) <= cells && widthOf(shown[3]!) > cells - 5)
    const [, before = ''] = /^1 \| (….*?)料理/u.exec(shown[3]!) ?? []
    assert.ok(before !== '')
    assert.match(shown[4]!, / \^{4}$/u)
  }
})

test('renderCheckText() shows a hundred places of one huge line in little time', () => {
  const text = '- a\u202E料 👩‍🍳\t'.repeat(100_000)
  const problems = Array.from({length: 100}, (_, index) => ({
    ...duplicate,
    span: {start: index * 10_000, end: index * 10_000 + 5}
  }))
  const started = performance.now()
  renderCheckText(screen, reportOf({text, problems}))
  assert.ok(performance.now() - started < 5000)
})

test('Nothing foreign has a meaning in text or JSON', () => {
  for (const value of hostile) assertInert(value)
})

test('Nothing foreign has a meaning in text or JSON (property, seed 20261120)', () => {
  fc.assert(fc.property(foreignTexts, assertInert), {
    numRuns: runs({short: 150, long: 1500}),
    seed: 20_261_120
  })
})

test('checkData() gives places by line and column, and names what is foreign', () => {
  assert.deepEqual(checkData(reportOf({problems: [duplicate, problem(document, ['taster'])]})), {
    path: 'registry/sessions.md',
    problems: [
      {
        code: 'NUMBER_DUPLICATE',
        severity: 'error',
        message: 'Number 3 has two blocks',
        line: 6,
        column: 1,
        endLine: 6,
        endColumn: 23,
        number: 3,
        related: [{message: 'The first one is here', line: 3, column: 1, endLine: 3, endColumn: 22}]
      },
      {
        code: 'FIELD_INVALID',
        severity: 'error',
        message: 'Wrong',
        line: 4,
        column: 13,
        endLine: 4,
        endColumn: 19
      }
    ],
    errors: 2,
    warnings: 0,
    untrusted: ['/path', '/problems/*/message', '/problems/*/related/*/message']
  })
})

test('checkData() says what consensus lacks where that is wanted', () => {
  const {reached, criteria, open} = consensusOf(['session 3 is not ready'])
  assert.deepEqual(checkData(reportOf({problems: [], wantsConsensus: true})), {
    path: 'registry/sessions.md',
    problems: [],
    errors: 0,
    warnings: 0,
    consensus: {reached, criteria, open},
    untrusted: [
      '/path',
      '/problems/*/message',
      '/problems/*/related/*/message',
      '/consensus/criteria/*/missing/*',
      '/consensus/open/*'
    ]
  })
})

function assertInert(value: string): void {
  const report = hostileReport(value)
  const data = checkData(report)
  const json = renderSuccess('check', data, 1)
  for (const output of [
    renderCheckText(screen, report),
    renderCheckText({...screen, width: 30}, report),
    json
  ]) {
    assert.deepEqual(findHidden(output.replaceAll('\n', '')), [])
    assert.deepEqual(commandsIn(output), [])
  }

  assert.deepEqual(JSON.parse(json).data, data)
}
