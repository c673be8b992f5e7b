import assert from 'node:assert/strict'
import {test} from 'node:test'
import {differencesBetween} from '../../src/core/difference.ts'
import {parseRegistry} from '../../src/core/parse.ts'
import {heldBy, registryText} from '../helpers/cli.ts'

type Blocks = Readonly<Record<number, readonly string[]>>

const stamp = `2026-11-20T18:10:27Z ${'a'.repeat(64)}`

function compare(before: Blocks, after: Blocks, sizes: readonly number[] = [2, 2]) {
  const [old = 2, now = 2] = sizes
  return differencesBetween(
    parseRegistry(registryText({sessions: old, blocks: before})),
    parseRegistry(registryText({sessions: now, blocks: after}))
  ).map(({number, kind, fields}) => [number, kind, fields.join(' ')])
}

test('differencesBetween() tells what happened to each number', () => {
  const held = heldBy('one', 1)
  const cases: readonly (readonly [Blocks, Blocks, readonly unknown[]])[] = [
    [{}, {}, []],
    [{1: held}, {1: held}, []],
    [{}, {1: held}, [[1, 'claimed', 'session status timestamp ready']]],
    [{1: held}, {}, [[1, 'released', 'session status timestamp ready']]],
    [{1: held}, {1: held.with(2, '- **GOAL**: 5 x')}, [[1, 'reassigned', 'goal']]],
    [{1: held}, {1: heldBy('two', 1)}, [[1, 'reassigned', 'session']]],
    [
      {1: held},
      {1: [...held, '- **RESPONSIBILITIES**: a, b']},
      [[1, 'reassigned', 'responsibilities']]
    ],
    [
      {1: held},
      {1: [...held, `- **ACKNOWLEDGED**: ${stamp}`]},
      [[1, 'acknowledged', 'acknowledged']]
    ],
    [{1: held}, {1: held.slice(0, -1)}, [[1, 'noted', 'ready']]]
  ]
  for (const [before, after, expected] of cases) assert.deepEqual(compare(before, after), expected)
})

test('differencesBetween() tells of blocks that come and go, by number', () => {
  assert.deepEqual(compare({}, {3: heldBy('three', 3)}, [2, 4]), [
    [3, 'claimed', ''],
    [4, 'added', '']
  ])
  assert.deepEqual(compare({3: heldBy('three', 3)}, {}, [4, 2]), [
    [3, 'released', ''],
    [4, 'removed', '']
  ])
})
