import assert from 'node:assert/strict'
import {test} from 'node:test'
import {isSameSession} from '../../src/core/session.ts'

const cases: readonly (readonly [string, string, string, boolean])[] = [
  ['the same name', 'kim', 'kim', true],
  ['another name', 'kim', 'lee', false],
  ['another case', 'kim', 'Kim', false],
  ['the start of a name', 'kim', 'kim-2', false],
  ['the name of both parts', 'kim (run-3)', 'kim', true],
  ['the runtime id of both parts', 'kim (run-3)', 'run-3', true],
  ['another runtime id', 'kim (run-3)', 'run-4', false],
  ['the start of a runtime id', 'kim (run-3)', 'run', false],
  ['a runtime id in parentheses', 'kim (run-3)', '(run-3)', false],
  ['both parts', 'kim (run-3)', 'kim (run-3)', true],
  ['both parts, more blanks', 'kim  (run-3)', 'kim (run-3)', true],
  ['both parts, blanks around', ' kim (run-3) ', 'kim (run-3)', true],
  ['the same name in another runtime', 'kim (run-3)', 'kim (run-4)', false],
  ['another name in the same runtime', 'kim (run-3)', 'lee (run-3)', false],
  ['the parts the other way round', 'kim (run-3)', 'run-3 (kim)', false],
  ['blanks around a name', ' kim ', 'kim', true],
  ['two names without runtime ids', 'run-3', 'run-3', true],
  [
    'a session of the seed by name',
    'marketing-research-2 (session-1763243097)',
    'marketing-research-2',
    true
  ],
  [
    'a session of the seed by runtime id',
    'marketing-research-2 (session-1763243097)',
    'session-1763243097',
    true
  ],
  [
    'another session of the seed',
    'marketing-research-2 (session-1763243097)',
    'marketing-research-1',
    false
  ]
]

for (const [name, a, b, expected] of cases) {
  test(`isSameSession() tells about ${name}`, () => {
    assert.equal(isSameSession(a, b), expected)
    assert.equal(isSameSession(b, a), expected)
  })
}
