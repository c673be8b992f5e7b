import assert from 'node:assert/strict'
import {test} from 'node:test'
import fc from 'fast-check'
import {type Edit, applyEdits} from '../../src/core/edit.ts'

const edit = (start: number, end: number, replacement: string): Edit => ({start, end, replacement})

const cases: readonly (readonly [string, string, readonly Edit[], string])[] = [
  ['nothing', 'abcdef', [], 'abcdef'],
  ['a replacement', 'abcdef', [edit(1, 3, 'X')], 'aXdef'],
  ['a removal', 'abcdef', [edit(1, 3, '')], 'adef'],
  ['an insertion', 'abcdef', [edit(3, 3, 'X')], 'abcXdef'],
  ['an insertion at the start', 'abcdef', [edit(0, 0, 'X')], 'Xabcdef'],
  ['an insertion at the end', 'abcdef', [edit(6, 6, 'X')], 'abcdefX'],
  ['all of the text', 'abcdef', [edit(0, 6, 'X')], 'X'],
  ['an empty text', '', [edit(0, 0, 'X')], 'X'],
  ['edits side by side', 'abcdef', [edit(1, 3, 'X'), edit(3, 5, 'Y')], 'aXYf'],
  ['edits from the end', 'abcdef', [edit(3, 5, 'Y'), edit(1, 3, 'X')], 'aXYf'],
  ['insertions at one place', 'ab', [edit(1, 1, 'X'), edit(1, 1, 'Y'), edit(1, 1, 'Z')], 'aXYZb'],
  ['the same, given otherwise', 'ab', [edit(1, 1, 'Z'), edit(1, 1, 'X'), edit(1, 1, 'Y')], 'aZXYb'],
  ['an insertion before a replacement', 'ab', [edit(1, 1, 'X'), edit(1, 2, 'Y')], 'aXY'],
  ['an insertion after a replacement', 'ab', [edit(0, 1, 'X'), edit(1, 1, 'Y')], 'XYb'],
  ['UTF-16 units', '👩‍🍳b', [edit(5, 6, 'X')], '👩‍🍳X'],
  ['dollar signs as they are', 'ab', [edit(0, 1, '$&$1')], '$&$1b']
]

for (const [name, text, edits, expected] of cases) {
  test(`applyEdits() applies ${name}`, () => {
    assert.equal(applyEdits(text, edits), expected)
  })
}

const refusals: readonly (readonly [string, readonly Edit[]])[] = [
  ['an overlap', [edit(1, 3, 'X'), edit(2, 4, 'Y')]],
  ['an overlap given from the end', [edit(2, 4, 'Y'), edit(1, 3, 'X')]],
  ['the same span twice', [edit(1, 3, 'X'), edit(1, 3, 'X')]],
  ['an edit within another', [edit(1, 5, 'X'), edit(2, 3, 'Y')]],
  ['an insertion within another', [edit(1, 5, 'X'), edit(2, 2, 'Y')]],
  ['a start before the text', [edit(-1, 2, 'X')]],
  ['an end after the text', [edit(5, 7, 'X')]],
  ['a start after the text', [edit(7, 7, 'X')]],
  ['an end before the start', [edit(3, 2, 'X')]]
]

for (const [name, edits] of refusals) {
  test(`applyEdits() refuses ${name}`, () => {
    assert.throws(() => applyEdits('abcdef', edits), RangeError)
  })
}

/** A text, cut in pieces; every other piece is to be replaced. */
const pieces = fc.array(
  fc.record({
    kept: fc.string({unit: 'binary', minLength: 1}),
    replaced: fc.string({unit: 'binary'}),
    replacement: fc.string({unit: 'binary'})
  })
)

test('applyEdits() leaves all units outside the edits as they are, in any order of edits', () => {
  fc.assert(
    fc.property(pieces, fc.infiniteStream(fc.nat()), (parts, order) => {
      const text = parts.map(({kept, replaced}) => kept + replaced).join('')
      const expected = parts.map(({kept, replacement}) => kept + replacement).join('')
      let position = 0
      const edits = parts.map(({kept, replaced, replacement}) => {
        const start = position + kept.length
        position = start + replaced.length
        return {start, end: position, replacement}
      })

      assert.equal(applyEdits(text, edits), expected)
      const keys = new Map(edits.map((each) => [each, order.next().value]))
      const shuffled = edits.toSorted((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0))
      assert.equal(applyEdits(text, shuffled), expected)
    }),
    {numRuns: 2000, seed: 20_261_120}
  )
})

test('applyEdits() does not change the list of edits', () => {
  const edits = [edit(3, 5, 'Y'), edit(1, 3, 'X')]
  applyEdits('abcdef', edits)
  assert.deepEqual(edits, [edit(3, 5, 'Y'), edit(1, 3, 'X')])
})
