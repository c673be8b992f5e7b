import assert from 'node:assert/strict'
import {test} from 'node:test'
import fc from 'fast-check'
import {bisect} from '../../src/core/bisect.ts'

test('bisect() finds where something stops to hold, and asks in between only', () => {
  const range = fc.record({
    low: fc.integer({min: -1000, max: 1000}),
    below: fc.nat(2000),
    above: fc.integer({min: 1, max: 2000})
  })
  fc.assert(
    fc.property(range, ({low, below, above}) => {
      const last = low + below
      const high = last + above
      const asked: number[] = []
      const found = bisect(low, high, (value) => {
        asked.push(value)
        return value <= last
      })
      assert.equal(found, last)
      assert.ok(asked.every((value) => value > low && value < high))
      assert.ok(asked.length <= Math.ceil(Math.log2(high - low)))
    })
  )
})

test('bisect() takes what holds from the start where nothing lies between', () => {
  assert.equal(
    bisect(-1, 0, () => assert.fail()),
    -1
  )
  assert.equal(
    bisect(0, 0, () => assert.fail()),
    0
  )
})
