import assert from 'node:assert/strict'
import {test} from 'node:test'
import fc from 'fast-check'
import type {Nodes, Table} from 'mdast'
import {toString} from 'mdast-util-to-string'
import {remark as markdown} from 'remark'
import remarkGfm from 'remark-gfm'
import {visit} from 'unist-util-visit'
import {findHidden} from '../../src/core/characters.ts'
import {renderCheckGithub} from '../../src/report/check-github.ts'
import {renderStepSummary} from '../../src/report/check-summary.ts'
import type {CheckReport} from '../../src/report/check.ts'
import {makeInert} from '../../src/report/inert.ts'
import {
  claimOf,
  consensusOf,
  duplicate,
  foreignTexts,
  hostile,
  hostileReport,
  problem,
  reportOf
} from '../helpers/check.ts'
import {runs} from '../helpers/fire.ts'

test('renderCheckGithub() makes an annotation of a problem and its places', () => {
  assert.equal(
    renderCheckGithub(reportOf()),
    '::error file=registry/sessions.md,line=6,col=1,endLine=6,endColumn=23,title=NUMBER_DUPLICATE::Number 3 has two blocks%0ALine 3: The first one is here\n'
  )
})

test('renderCheckGithub() says nothing where there is nothing', () => {
  assert.equal(renderCheckGithub(reportOf({problems: []})), '')
})

test('renderCheckGithub() leaves out the columns of several lines', () => {
  const text = 'a\r\nb c\r\nd\r\n'
  const problems = [problem(text, ['c\r\nd'], {severity: 'warning'})]
  assert.equal(
    renderCheckGithub(reportOf({text, problems})),
    '::warning file=registry/sessions.md,line=2,endLine=3,title=FIELD_INVALID::Wrong\n'
  )
})

test('renderCheckGithub() escapes as the toolkit does', () => {
  const text = 'a'
  const problems = [problem(text, ['a'], {message: '100%: a,b %0A\r\n'})]
  assert.equal(
    renderCheckGithub(reportOf({path: 'a:b,c%.md', text, problems})),
    '::error file=a%3Ab%2Cc%25.md,line=1,col=1,endLine=1,endColumn=2,title=FIELD_INVALID::100%25: a,b %250A\\u{d}\\u{a}\n'
  )
})

test('renderCheckGithub() makes as many annotations as GitHub shows, and says what is left', () => {
  const warning = {...duplicate, severity: 'warning' as const}
  const problems = [
    ...Array.from({length: 989}, () => duplicate),
    ...Array.from({length: 11}, () => warning)
  ]
  const lines = renderCheckGithub(reportOf({problems})).trimEnd().split('\n')
  assert.equal(lines.filter((line) => line.startsWith('::error ')).length, 10)
  assert.equal(lines.filter((line) => line.startsWith('::warning ')).length, 10)
  assert.deepEqual(lines.slice(20), [
    '::notice::The summary lists 979 more errors and 1 more warning'
  ])
  assert.equal(
    renderCheckGithub(reportOf({problems: [], wantsConsensus: true})),
    '::notice::The summary lists what consensus lacks\n'
  )
})

test('renderStepSummary() shows verdict, problems, sessions and what consensus lacks', () => {
  assert.equal(
    renderStepSummary(reportOf({wantsConsensus: true})),
    `## ❌ \`registry/sessions.md\`: 1 error, no consensus yet

### Problems

| Severity | Code | Line | Session | Problem |
| - | - | - | - | - |
| error | \`NUMBER_DUPLICATE\` | 6 | 3 | \`Number 3 has two blocks\`; line 3: \`The first one is here\` |

### Sessions

| State | Number | Session | Role | Goal |
| - | - | - | - | - |
| ⏳ | 3 | open | \`taster\` | |
| ⏳ | 3 | \`kitchen-1\` | \`cook\` | |

### Consensus: not yet

- All roles are defined and accepted
  - \`session 3 is not ready\`
`
  )
})

test('renderStepSummary() says little where there is little', () => {
  const report = reportOf({
    problems: [],
    claims: [],
    isFailed: false,
    consensus: consensusOf([]),
    wantsConsensus: true
  })
  assert.equal(
    renderStepSummary(report),
    '## ✅ `registry/sessions.md`: no problems\n\n### Consensus: reached\n'
  )
})

test('renderStepSummary() keeps a value in its cell', () => {
  for (const value of ['a`b|c\n| x |', '|', '\\|', '\\\\|', '`` | `', ' | ', '|`|']) {
    const [, sessions] = tablesOf(renderStepSummary(hostileReport(value)))
    assert.equal(sessions?.children.length, 2)
    const cells = sessions.children[1]!.children.map((cell) => toString(cell))
    // A backslash that escapes a pipe is not shown.
    const shown = makeInert(value).replaceAll(/(?<!\\)\\\|/gu, '|')
    assert.deepEqual(
      cells.slice(2).map((cell) => cell.trim()),
      [shown, shown, shown].map((cell) => cell.trim())
    )
  }
})

test('renderStepSummary() leaves out the last lines of what is too large', () => {
  const goal = '|`料'.repeat(100)
  const claims = Array.from({length: 1000}, () => claimOf({goal}))
  const problems = Array.from({length: 1000}, () => duplicate)
  const summary = renderStepSummary(reportOf({claims, problems}))
  assert.ok(Buffer.byteLength(summary) <= 200 * 1024)
  assert.ok(Buffer.byteLength(summary) > 199 * 1024)
  const left = Number(/\n\n… and (\d+) more lines are left out\n$/u.exec(summary)?.[1])
  const [first, second] = tablesOf(summary)
  assert.equal(first?.children.length, 1001)
  assert.equal(
    second!.children.length - 1 + left,
    1000 + ['', '### Consensus', '', '-', '-'].length
  )
})

test('Nothing foreign has a meaning to GitHub', () => {
  for (const value of hostile) assertInert(value)
})

test('Nothing foreign has a meaning to GitHub (property, seed 20261120)', () => {
  fc.assert(fc.property(foreignTexts, assertInert), {
    numRuns: runs({short: 80, long: 800}),
    seed: 20_261_120
  })
})

function assertInert(value: string): void {
  const report = hostileReport(value)
  assertAnnotations(report, value)
  const summary = renderStepSummary(report)
  assert.deepEqual(findHidden(summary.replaceAll('\n', '')), [])
  assert.doesNotMatch(summary, /^\s*::|##\w*\[/mu)

  const types = new Set<Nodes['type']>()
  visit(parse(summary), ({type}) => {
    types.add(type)
  })
  const allowed = ['root', 'heading', 'paragraph', 'text', 'inlineCode']
  const containers = ['table', 'tableRow', 'tableCell', 'list', 'listItem']
  assert.deepEqual(
    [...types].filter((type) => ![...allowed, ...containers].includes(type)),
    []
  )
  const sizes = tablesOf(summary).map(({children}) => children.map((row) => row.children.length))
  assert.deepEqual(sizes, [
    [5, 5, 5],
    [5, 5]
  ])
  assertOwnText(summary, value)
}

/** What is not code is what a harmless report has there. */
function assertOwnText(summary: string, value: string): void {
  const isBlank = makeInert(value).trim() === ''
  const harmless = renderStepSummary(hostileReport(isBlank ? '' : 'harmless'))
  assert.equal(ownText(summary), ownText(harmless))
}

function ownText(summary: string): string {
  const parts: string[] = []
  visit(parse(summary), 'text', (node) => {
    parts.push(node.value.replaceAll(/\d+/gu, '0'))
  })
  return parts.join('\n')
}

/** Reads annotations as the runner does. */
function assertAnnotations(report: CheckReport, value: string): void {
  const output = renderCheckGithub(report)
  assert.deepEqual(findHidden(output.replaceAll('\n', '')), [])
  assert.doesNotMatch(output, /##\w*\[/u)
  const lines = output.trimEnd().split('\n')
  assert.equal(lines.length, 3)
  const shown = makeInert(value)
  for (const [index, line] of lines.slice(0, 2).entries()) {
    const [, command, list = '', data = ''] = /^::(\w+) (.*?)::(.*)$/u.exec(line) ?? []
    const properties = new Map(list.split(',').map((pair) => twoOf(pair)))
    assert.equal(command, index === 0 ? 'error' : 'warning')
    assert.equal(properties.get('file'), shown)
    assert.equal(properties.get('title'), 'FIELD_INVALID')
    assert.ok([4, 6].includes(properties.size))
    assert.equal(unescape(data), index === 0 ? shown : `${shown}\nLine 1: ${shown}`)
  }

  assert.equal(lines[2], '::notice::The summary lists what consensus lacks')
}

function twoOf(pair: string): [string, string] {
  const index = pair.indexOf('=')
  return [pair.slice(0, index), unescape(pair.slice(index + 1))]
}

function unescape(text: string): string {
  return text
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%25', '%')
}

function parse(summary: string): Nodes {
  return markdown().use(remarkGfm).parse(summary)
}

function tablesOf(summary: string): readonly Table[] {
  const tables: Table[] = []
  visit(parse(summary), 'table', (node) => {
    tables.push(node)
  })
  return tables
}
