import assert from 'node:assert/strict'
import {test} from 'node:test'
import {parseRegistry} from '../../src/core/parse.ts'
import {moveOf} from '../../src/core/trial/registry-move.ts'
import {timesOf, tallyOf} from '../../src/core/trial/statistics.ts'

const block = (number: number, session: string) =>
  `### Session #${number}\n- **NUMBER**: ${number}\n- **ROLE**: Role ${number}\n- **SESSION_ID**: ${session}\n- **STATUS**: ${session === '[open]' ? 'PENDING' : 'REGISTERED'}\n\n`

const text = (...sessions: readonly string[]) =>
  `# Kitchen\n\n**Current Status**: ${sessions.filter((each) => each !== '[open]').length}/2 sessions registered\n\nWho cooks.\n\n${sessions.map((session, index) => block(index + 1, session)).join('')}`

function read(before: string, after: string, isAbroad = false) {
  return moveOf({
    commit: 'c1',
    operation: 'o1',
    before: parseRegistry(before),
    after: parseRegistry(after),
    isAbroad
  })
}

const [open, held] = [text('[open]', '[open]'), text('[open]', 'kim')]

test('a claim changes one holder, its block and the counter, and does not stray', () => {
  const {changes, twins, isStray} = read(open, held)
  assert.deepEqual(changes, [{number: 2, before: undefined, after: 'kim'}])
  assert.deepEqual([twins, isStray], [[], false])
  assert.deepEqual(read(held, open).changes, [{number: 2, before: 'kim', after: undefined}])
})

for (const [name, after, isAbroad] of [
  ['the text around it', held.replace('Who cooks.', 'Who bakes.'), false],
  ['another block', held.replace('Role 1', 'Role 3'), false],
  ['a blank line at the end', `${held}\n`, false],
  ['two holders', text('lee', 'kim'), false],
  ['no holder', open.replace('Role 2', 'Role 3'), false],
  ['nothing', open, false],
  ['another file', held, true]
] as const) {
  test(`a commit that changes ${name} strays`, () => {
    assert.equal(read(open, after, isAbroad).isStray, true)
  })
}

test('a document that cannot be read strays', () => {
  const before = parseRegistry(open)
  const move = {commit: 'c1', operation: 'o1', before, after: undefined, isAbroad: false}
  assert.equal(moveOf(move).isStray, true)
})

test('twins are numbers with two holders, and sessions with two numbers', () => {
  assert.deepEqual(read(open, text('kim', 'kim')).twins, ['session kim'])
  assert.deepEqual(read(open, `${held}${block(2, 'lee')}`).twins, ['number 2'])
})

test('percentiles are of what was measured, by the nearest rank', () => {
  const values = Array.from({length: 100}, (_, index) => 100 - index)
  assert.deepEqual(timesOf(values), {count: 100, p50: 50, p95: 95, max: 100})
  assert.deepEqual(timesOf([7]), {count: 1, p50: 7, p95: 7, max: 7})
  assert.deepEqual(timesOf([]), {count: 0, p50: 0, p95: 0, max: 0})
  assert.deepEqual(tallyOf([2, 1, 2]), [
    [1, 1],
    [2, 2]
  ])
})
