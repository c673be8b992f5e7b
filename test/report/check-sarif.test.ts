import assert from 'node:assert/strict'
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {test} from 'node:test'
import Draft04 from 'ajv-draft-04'
import fc from 'fast-check'
import {findHidden} from '../../src/core/characters.ts'
import {type ProblemCode, severities} from '../../src/core/problem.ts'
import {renderCheckSarif} from '../../src/report/check-sarif.ts'
import type {CheckReport} from '../../src/report/check.ts'
import {
  commandsIn,
  document,
  duplicate,
  foreignTexts,
  hostile,
  hostileReport,
  problem,
  reportOf
} from '../helpers/check.ts'
import {fixtures} from '../helpers/core.ts'
import {runs} from '../helpers/fire.ts'

// As published in `@microsoft/jest-sarif`.
const schema = JSON.parse(readFileSync(join(fixtures, 'sarif-2.1.0-rtm.5.json'), 'utf8'))
const validate = new Draft04.default({
  // One of its patterns is none with the flag.
  unicodeRegExp: false,
  formats: {
    uri: (value: string) => URL.canParse(value),
    'uri-reference': (value: string) => /^(?:[\w!$&'()*+,./:;=?@~#-]|%[\dA-F]{2})*$/u.test(value),
    'date-time': true
  }
}).compile(schema)

test('renderCheckSarif() renders one run', () => {
  const problems = [
    duplicate,
    problem(document, ['taster'], {code: 'GOAL_CONFLICT', severity: 'error'})
  ]
  assert.deepEqual(sarifOf(reportOf({problems})), {
    $schema:
      'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'regmd',
            version: '1.2.3',
            informationUri: 'https://github.com/regmd/regmd',
            rules: [
              {
                id: 'NUMBER_DUPLICATE',
                shortDescription: {text: 'A number has two blocks'},
                helpUri: 'https://github.com/regmd/regmd/blob/main/docs/rules/NUMBER_DUPLICATE.md',
                defaultConfiguration: {level: 'error'}
              },
              {
                id: 'GOAL_CONFLICT',
                shortDescription: {text: 'Two goals contradict each other'},
                helpUri: 'https://github.com/regmd/regmd/blob/main/docs/rules/GOAL_CONFLICT.md',
                defaultConfiguration: {level: 'warning'}
              }
            ]
          }
        },
        columnKind: 'utf16CodeUnits',
        results: [
          {
            ruleId: 'NUMBER_DUPLICATE',
            ruleIndex: 0,
            level: 'error',
            message: {text: 'Number 3 has two blocks'},
            locations: [placeAt([6, 1, 6, 23])],
            relatedLocations: [
              {id: 0, ...placeAt([3, 1, 3, 22]), message: {text: 'The first one is here'}}
            ],
            partialFingerprints: {'problem/v1': 'NUMBER_DUPLICATE/3/1'}
          },
          {
            ruleId: 'GOAL_CONFLICT',
            ruleIndex: 1,
            level: 'error',
            message: {text: 'Wrong'},
            locations: [placeAt([4, 13, 4, 19])],
            partialFingerprints: {'problem/v1': 'GOAL_CONFLICT//1'}
          }
        ]
      }
    ]
  })
})

test('renderCheckSarif() renders a run without results', () => {
  const {runs} = sarifOf(reportOf({problems: []}))
  assert.deepEqual(runs[0].results, [])
  assert.deepEqual(runs[0].tool.driver.rules, [])
})

test('renderCheckSarif() knows all rules, and names each that occurs once', () => {
  const codes = Object.keys(severities) as ProblemCode[]
  const problems = Array.from({length: 1000}, (_, index) => ({
    ...duplicate,
    code: codes[index % codes.length]!
  }))
  const {results, tool} = sarifOf(reportOf({problems})).runs[0]
  assert.deepEqual(
    tool.driver.rules.map(({id}) => id),
    codes
  )
  for (const {ruleId, ruleIndex} of results) assert.equal(codes[ruleIndex], ruleId)
})

test('renderCheckSarif() identifies a problem wherever its lines are', () => {
  const text = `\n\n${document}`
  const span = {start: duplicate.span.start + 2, end: duplicate.span.end + 2}
  const identify = (report: CheckReport) =>
    sarifOf(report).runs[0].results.map(({partialFingerprints}) => partialFingerprints)
  const problems = [duplicate, duplicate, {...duplicate, number: 4}]
  assert.deepEqual(
    identify(reportOf({text, problems: problems.map((each) => ({...each, span}))})),
    identify(reportOf({problems}))
  )
  assert.equal(new Set(identify(reportOf({problems})).map((each) => each['problem/v1'])).size, 3)
})

for (const [name, text, span, region] of [
  ['CRLF', 'a\r\n👩‍🍳 b\r\n', [9, 10], [2, 7, 2, 8]],
  ['CR', 'a\rb', [2, 3], [2, 1, 2, 2]],
  ['tabs', '\t\tb', [2, 3], [1, 3, 1, 4]],
  ['several lines', 'a\nb\nc', [0, 5], [1, 1, 3, 2]],
  ['an empty span', 'ab', [1, 1], [1, 2, 1, 2]],
  ['the end of the document', 'ab\n', [3, 3], [2, 1, 2, 1]]
] as const) {
  test(`renderCheckSarif() counts columns in UTF-16 units: ${name}`, () => {
    const [start, end] = span
    const problems = [{...duplicate, related: [], span: {start, end}}]
    const [result] = sarifOf(reportOf({text, problems})).runs[0].results
    assert.deepEqual(result?.locations, [placeAt(region)])
    assert.equal(result?.relatedLocations, undefined)
  })
}

test('renderCheckSarif() encodes a path', () => {
  const report = reportOf({path: 'a b/%20:ü/[x](y)#?.md'})
  assert.equal(
    sarifOf(report).runs[0].results[0]?.locations[0]?.physicalLocation.artifactLocation.uri,
    'a%20b/%2520%3A%C3%BC/%5Bx%5D(y)%23%3F.md'
  )
})

test('Nothing foreign has a meaning in SARIF', () => {
  for (const value of hostile) assertInert(value)
})

test('Nothing foreign has a meaning in SARIF (property, seed 20261120)', () => {
  fc.assert(fc.property(foreignTexts, assertInert), {
    numRuns: runs({short: 150, long: 1500}),
    seed: 20_261_120
  })
})

interface Sarif {
  readonly runs: readonly [
    {
      readonly tool: {readonly driver: {readonly rules: readonly {readonly id: string}[]}}
      readonly results: readonly {
        readonly ruleId: string
        readonly ruleIndex: number
        readonly message: {readonly text: string}
        readonly locations: readonly ReturnType<typeof placeAt>[]
        readonly relatedLocations?: readonly object[]
        readonly partialFingerprints: Readonly<Record<string, string>>
      }[]
    }
  ]
}

/** Renders and reads a report; what is against the schema fails the test. */
function sarifOf(report: CheckReport): Sarif {
  const sarif: Sarif = JSON.parse(renderCheckSarif(report, '1.2.3'))
  const isValid = validate(sarif)
  assert.ok(isValid, JSON.stringify(validate.errors))
  return sarif
}

function placeAt([startLine, startColumn, endLine, endColumn]: readonly number[]) {
  return {
    physicalLocation: {
      artifactLocation: {uri: 'registry/sessions.md', uriBaseId: '%SRCROOT%'},
      region: {startLine, startColumn, endLine, endColumn}
    }
  }
}

function assertInert(value: string): void {
  const report = hostileReport(value)
  const output = renderCheckSarif(report, '1.2.3')
  assert.deepEqual(findHidden(output.replaceAll('\n', '')), [])
  assert.deepEqual(commandsIn(output), [])
  for (const {message} of sarifOf(report).runs[0].results) {
    assert.equal(message.text.replaceAll('] (', ']('), value.replaceAll('] (', ']('))
    assert.doesNotMatch(message.text, /\]\(/u)
  }
}
