import assert from 'node:assert/strict'
import {test} from 'node:test'
import fc from 'fast-check'
import {gfmToMarkdown} from 'mdast-util-gfm'
import {toMarkdown} from 'mdast-util-to-markdown'
import {renderValue} from '../../src/core/render.ts'
import {runs} from '../helpers/fire.ts'

const formula = {character: '$', after: '[^$]*\\$', inConstruct: 'phrasing'} as const

/** What the library makes of a value, all of which it looks through. */
function rendered(value: string): string {
  const children = [{type: 'text', value: `x: ${value}`} as const]
  const options = {extensions: [gfmToMarkdown()], unsafe: [formula]}
  return toMarkdown({type: 'paragraph', children}, options).slice('x: '.length).trimEnd()
}

const piece = fc.oneof(
  fc.constantFrom(
    ...'Send 25 emails daily,70+/100; (a) - 95% ? = "b" \'c\' : . _ 2026-11-21T18:10:27Z'.split(' ')
  ),
  fc.constantFrom(
    ...'www. Www http:// https:// a@b.c _a_ a_b ![ ] [a] `a` *a* ~a~ $a$ # 1. &amp; < \\ |'.split(
      ' '
    )
  ),
  fc.constantFrom(' ', '  ', '\n', '\t', 'é', '⏳'),
  fc.string({maxLength: 3})
)

test('a value that needs no escape is rendered as the library renders it', () => {
  let same = 0
  fc.assert(
    fc.property(fc.array(piece, {maxLength: 6}), (pieces) => {
      const value = pieces.join('')
      const expected = rendered(value)
      assert.equal(renderValue(value), expected)
      if (expected === value) same++
    }),
    {numRuns: runs({short: 4000, long: 200_000})}
  )
  assert.ok(same > 300, `${same} are as they were`)
})
