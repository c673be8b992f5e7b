import assert from 'node:assert/strict'
import {test} from 'node:test'
import type {PromiseName} from '../../src/core/trial/broken-promise.ts'
import {judge} from '../../src/core/trial/judge.ts'
import {type Holders, type Move, changesBetween} from '../../src/core/trial/move.ts'
import type {Operation} from '../../src/core/trial/operation.ts'

/** Two sessions at one number, a release, and what they were told. */
const operations: readonly Operation[] = [
  operation('a', 'scout', [0, 10], {kind: 'done', number: 1, isRepeated: false}),
  operation('b', 'mailer', [5, 20], {
    kind: 'failed',
    exitCode: 3,
    code: 'NUMBER_TAKEN',
    holder: 'scout'
  }),
  operation('c', 'scout', [21, 25], {kind: 'done', number: 1, isRepeated: true}),
  {
    ...operation('d', 'scout', [30, 40], {kind: 'done', number: 1, isRepeated: false}),
    action: 'release'
  },
  operation('e', 'mailer', [50, 60], {kind: 'unknown', isKilled: true}),
  {...operation('f', 'mailer', [61, 70], {kind: 'done', number: 1, isRepeated: true}), settles: 'e'}
]

const moves = line(['a', {1: 'scout'}], ['d', {}], ['e', {1: 'mailer'}])

function operation(
  id: string,
  session: string,
  [startMs, endMs]: readonly [number, number],
  outcome: Operation['outcome']
): Operation {
  return {id, action: 'claim', session, number: 1, startMs, endMs, outcome}
}

/** Moves by who made them and who holds what after them. */
function line(...states: readonly (readonly [string, Readonly<Record<string, string>>])[]) {
  let before: Holders = new Map()
  return states.map(([id, held], index): Move => {
    const after = new Map(Object.entries(held).map(([number, who]) => [Number(number), who]))
    const changes = changesBetween(before, after)
    before = after
    return {commit: `c${index}`, operation: id, changes, twins: [], isStray: false}
  })
}

/** The same operations, some of them otherwise. */
function but(id: string, change: Partial<Operation>): readonly Operation[] {
  return operations.map((each) => (each.id === id ? {...each, ...change} : each))
}

function brokenIn(
  changed: readonly Operation[],
  made: readonly Move[],
  isFaulty = true
): readonly PromiseName[] {
  return [...new Set(judge(changed, made, {isFaulty}).map(({promise}) => promise))]
}

const done = {kind: 'done', number: 1, isRepeated: false} as const
const failed = {kind: 'failed', exitCode: 4, code: 'CONTENTION'} as const

test('nothing is broken where nothing is', () => {
  assert.deepEqual(brokenIn(operations, moves, false), [])
})

test('an unknown operation may take effect until it is settled, or not at all', () => {
  const [first, second] = moves as [Move, Move]
  const settled = but('f', {outcome: done})
  const late = line(['a', {1: 'scout'}], ['d', {}], ['f', {1: 'mailer'}])
  assert.deepEqual(brokenIn(settled, late, false), [])
  assert.deepEqual(brokenIn(operations.slice(0, 4), [first, second], false), [])
})

const cases: readonly (readonly [
  name: string,
  changed: readonly Operation[],
  made: readonly Move[],
  expected: readonly PromiseName[]
])[] = [
  [
    'a number with two holders',
    operations,
    moves.map((move, index) => (index === 2 ? {...move, twins: ['number 1']} : move)),
    ['exclusive']
  ],
  [
    'a number taken from its holder',
    operations,
    line(['a', {1: 'scout'}], ['d', {}], ['e', {1: 'mailer', 2: 'scout'}]),
    ['exclusive']
  ],
  ['a release by somebody else', but('d', {session: 'mailer'}), moves, ['exclusive']],
  [
    'a commit of nobody',
    operations,
    line(['a', {1: 'scout'}], ['x', {}], ['e', {1: 'mailer'}]),
    ['exclusive', 'kept', 'local']
  ],
  ['an answer of 0 without a commit', but('b', {outcome: done}), moves, ['kept']],
  ['an answer of 0 for another number', but('a', {outcome: {...done, number: 2}}), moves, ['kept']],
  ['a failure that landed', but('a', {outcome: failed}), moves, ['never']],
  [
    'a refusal that landed',
    but('d', {outcome: {...failed, exitCode: 3, code: 'NOT_HOLDER'}}),
    moves,
    ['never']
  ],
  ['an unknown that nobody settled', operations.slice(0, 5), moves, ['settled']],
  ['an unknown that a failure is said to settle', but('f', {outcome: failed}), moves, ['settled']],
  [
    'a repetition that wrote',
    but('d', {outcome: {...done, isRepeated: true}}),
    moves,
    ['repeatable']
  ],
  [
    'one command with two commits',
    operations,
    line(['a', {1: 'scout'}], ['d', {}], ['e', {1: 'mailer'}], ['e', {}], ['e', {1: 'mailer'}]),
    ['exclusive', 'repeatable']
  ],
  [
    'a commit that changes more',
    operations,
    moves.map((move, index) => ({...move, isStray: index === 0})),
    ['local']
  ],
  ['an order that cannot be', but('d', {startMs: 71, endMs: 75}), moves, ['kept', 'ordered']],
  ['a claim that was not there already', but('c', {startMs: 41, endMs: 45}), moves, ['kept']],
  ['a taken number that was free', but('b', {startMs: 41, endMs: 45}), moves, ['founded']],
  [
    'a taken number of somebody else',
    but('b', {outcome: {kind: 'failed', exitCode: 3, code: 'NUMBER_TAKEN', holder: 'closer'}}),
    moves,
    ['founded']
  ],
  [
    'a release of what is still held',
    [
      ...operations,
      {...operation('g', 'mailer', [80, 90], {...done, isRepeated: true}), action: 'release'}
    ],
    moves,
    ['kept']
  ],
  [
    'a bug',
    but('b', {outcome: {kind: 'failed', exitCode: 70, code: 'INTERNAL'}}),
    moves,
    ['founded']
  ]
]

for (const [name, changed, made, expected] of cases) {
  test(`the checker finds ${name}`, () => {
    assert.deepEqual(new Set(brokenIn(changed, made)), new Set(expected))
  })
}

test('a failure of the remote has a reason only where there are faults', () => {
  const {length} = operations
  const more = [...operations, {...operation('g', 'closer', [80, 90], failed), number: 2}]
  assert.equal(more.length, length + 1)
  assert.deepEqual(brokenIn(more, moves, true), [])
  assert.deepEqual(brokenIn(more, moves, false), ['founded'])
})

test('what a rewind took away is not held against who was told of its failure', () => {
  const rewind: Operation = {
    ...operation('r', 'admin', [12, 14], {kind: 'done', number: 0, isRepeated: false}),
    action: 'rewind',
    number: undefined
  }
  const lost = operation('a', 'scout', [0, 20], failed)
  const made = line(['a', {1: 'scout'}], ['r', {}]).map((move) =>
    move.operation === 'r' ? {...move, removed: ['c0']} : move
  )
  assert.deepEqual(brokenIn([lost, rewind], made), [])
  assert.deepEqual(brokenIn([{...lost, endMs: 11}, rewind], made), ['never'])
})

test('the time that it takes grows as the operations do', () => {
  const measure = (count: number) => {
    const many = Array.from({length: count}, (_, index): Operation => {
      const action = index % 2 === 0 ? 'claim' : 'release'
      return {...operation(`o${index}`, 's', [index * 2, index * 2 + 1], done), action}
    })
    const made = line(
      ...many.map(({id, action}) => [id, action === 'claim' ? {1: 's'} : {}] as [string, {}])
    )
    const startMs = performance.now()
    assert.deepEqual(brokenIn(many, made, false), [])
    return performance.now() - startMs
  }
  measure(5000)
  const small = Math.min(measure(5000), measure(5000), measure(5000))
  const large = Math.min(measure(40_000), measure(40_000))
  // Eight times as many; sixty-four times the time, if it were quadratic.
  assert.ok(large / small < 30, `${large / small}`)
})
