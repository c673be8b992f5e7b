import assert from 'node:assert/strict'
import {test} from 'node:test'
import fc from 'fast-check'
import {findHidden, makePrintable} from '../../src/core/characters.ts'

const hidden: readonly (readonly [string, string, readonly (readonly [number, string])[]])[] = [
  ['NUL', '\0', [[0, 'U+0000']]],
  ['a tab', 'a\tb', [[1, 'U+0009']]],
  ['a newline', 'a\nb', [[1, 'U+000A']]],
  [
    'CRLF',
    'a\r\n',
    [
      [1, 'U+000D'],
      [2, 'U+000A']
    ]
  ],
  ['an escape', '\u001B[31m', [[0, 'U+001B']]],
  ['delete', 'a\u007F', [[1, 'U+007F']]],
  ['a C1 control sequence', 'a\u009B31m', [[1, 'U+009B']]],
  ['a right-to-left override', 'a\u202Eb', [[1, 'U+202E']]],
  ['a right-to-left mark', '\u200F', [[0, 'U+200F']]],
  [
    'isolates',
    '\u2066a\u2069',
    [
      [0, 'U+2066'],
      [2, 'U+2069']
    ]
  ],
  ['a zero-width space', 'a\u200Bb', [[1, 'U+200B']]],
  ['a zero-width non-joiner', 'a\u200Cb', [[1, 'U+200C']]],
  ['a joiner between letters', 'a\u200Db', [[1, 'U+200D']]],
  ['a joiner at the end', '👩\u200D', [[2, 'U+200D']]],
  ['a joiner at the start', '\u200D👩', [[0, 'U+200D']]],
  [
    'two joiners',
    '👩\u200D\u200D🍳',
    [
      [2, 'U+200D'],
      [3, 'U+200D']
    ]
  ],
  ['a byte order mark', '\uFEFFa', [[0, 'U+FEFF']]],
  ['a word joiner', 'a\u2060b', [[1, 'U+2060']]],
  ['a soft hyphen', 'a\u00ADb', [[1, 'U+00AD']]],
  ['a line separator', 'a\u2028b', [[1, 'U+2028']]],
  ['a paragraph separator', 'a\u2029b', [[1, 'U+2029']]],
  ['a lone high surrogate', 'a\uD83D', [[1, 'U+D83D']]],
  ['a lone low surrogate', '\uDC69a', [[0, 'U+DC69']]],
  ['a private character', '\uE000', [[0, 'U+E000']]],
  ['a private character of plane 15', 'a\u{F0000}', [[1, 'U+F0000']]],
  ['a tag character', 'a\u{E0041}', [[1, 'U+E0041']]],
  ['a noncharacter', '\uFFFF', [[0, 'U+FFFF']]],
  [
    'several of them, after an emoji',
    '🍰\0a\u202E',
    [
      [2, 'U+0000'],
      [4, 'U+202E']
    ]
  ]
]

for (const [name, text, expected] of hidden) {
  test(`findHidden() finds ${name}`, () => {
    const found = findHidden(text).map(({offset, codePoint}) => [offset, codePoint])
    assert.deepEqual(found, expected)
    assert.deepEqual(findHidden(makePrintable(text)), [])
  })
}

const visible: readonly (readonly [string, string])[] = [
  ['nothing', ''],
  ['ASCII', Array.from({length: 95}, (_, index) => String.fromCodePoint(32 + index)).join('')],
  ['accents', 'é e\u0301 ñ'],
  ['many scripts', '料理 кухня مطبخ מטבח รสชาติ'],
  ['a no-break space', 'a\u00A0b'],
  ['mojibake', '‚è≥ ‚úÖ üéØ'],
  ['an emoji', '🍰'],
  ['a cook', '👩‍🍳'],
  ['a family', '👨‍👩‍👧‍👦'],
  ['a heart on fire', '❤️‍🔥'],
  ['a rainbow flag', '🏳️‍🌈'],
  ['a flag', '🇫🇷'],
  ['a skin tone', '👍🏽'],
  ['a keycap', '1️⃣'],
  ['the seed’s symbols', '⏳ ✅ 🎯 📋 🔐 📊 🚀 → ✓'],
  ['a replacement character', '\uFFFD']
]

for (const [name, text] of visible) {
  test(`findHidden() lets ${name} pass`, () => {
    assert.deepEqual(findHidden(text), [])
    assert.equal(makePrintable(text), text)
  })
}

// Each part of the sequence has a skin tone, which stands before the joiner.
test('findHidden() lets a cook with a skin tone pass', () => {
  assert.deepEqual(findHidden('👩🏽‍🍳'), [])
  assert.deepEqual(findHidden('🧑🏻‍🤝‍🧑🏿'), [])
})

test('makePrintable() shows the code point of what is hidden, and all else as it is', () => {
  assert.equal(makePrintable('a\u202Eb\u001B[31m\n👩‍🍳'), 'a\\u{202e}b\\u{1b}[31m\\u{a}👩‍🍳')
})

test('makePrintable() leaves nothing hidden in any text', () => {
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.integer({min: 0, max: 0x10ffff}).map((code) => String.fromCodePoint(code))
      }),
      (text) => {
        assert.deepEqual(findHidden(makePrintable(text)), [])
      }
    ),
    {numRuns: 2000, seed: 20_261_120}
  )
})
