import assert from 'node:assert/strict'
import {test} from 'node:test'
import fc from 'fast-check'
import {decode, encode, maxBytes} from '../../src/core/decode.ts'
import {refused} from '../helpers/core.ts'

const bytes = (...parts: readonly (string | readonly number[])[]) =>
  Buffer.concat(parts.map((part) => Buffer.from(part as string)))

const genuine = '\uFFFD'

const bad: readonly (readonly [string, Buffer, number])[] = [
  ['a lone byte', bytes([0xff]), 0],
  ['a byte after text', bytes('abc', [0xff]), 3],
  ['a byte before text', bytes('abc', [0x80], 'def'), 3],
  ['a byte after two bytes', bytes('é', [0xff], 'x'), 2],
  ['a byte after three bytes', bytes('⏳', [0xff], 'x'), 3],
  ['a byte after four bytes', bytes('🍰', [0xff], 'x'), 4],
  ['a byte after a genuine replacement character', bytes(genuine, [0xff]), 3],
  ['a byte after several genuine ones', bytes('a', genuine, 'b', genuine, genuine, [0xff]), 11],
  ['a byte before a genuine one', bytes('ab', [0xff], genuine), 2],
  ['a byte between genuine ones', bytes(genuine, [0xff], genuine), 3],
  ['a byte after a byte order mark', bytes('\uFEFF', 'ab', [0xff]), 5],
  ['the second of two bad bytes left out', bytes('a', [0xff], 'b', [0xff]), 1],
  ['a sequence of two cut at the end', bytes('ab', [0xc3]), 2],
  ['a sequence of three cut at the end', bytes('ab', [0xe2, 0x8f]), 2],
  ['a sequence of four cut at the end', bytes('ab', [0xf0, 0x9f, 0x8d]), 2],
  ['a sequence of three cut by text', bytes('ab', [0xe2, 0x8f], 'c'), 2],
  ['an overlong slash', bytes('ab', [0xc0, 0xaf]), 2],
  ['a surrogate', bytes('ab', [0xed, 0xa0, 0x80]), 2],
  ['a code point beyond Unicode', bytes('ab', [0xf4, 0x90, 0x80, 0x80]), 2],
  ['Latin-1', Buffer.from('caf\u00E9', 'latin1'), 3],
  ['UTF-16 with its mark', bytes([0xff, 0xfe, 0x61, 0x00]), 0],
  ['the start of a genuine one, cut', bytes('ab', [0xef, 0xbf]), 2],
  ['the start of a genuine one, then text', bytes('ab', [0xef, 0xbf], 'c', genuine), 2]
]

for (const [name, input, offset] of bad) {
  test(`decode() refuses and points to ${name}`, () => {
    const {details} = refused('REGISTRY_INVALID', () => decode(input))
    assert.deepEqual(details, {offset})
  })
}

test('decode() points to the first bad byte anywhere', () => {
  const text = fc.string({
    unit: fc.oneof(fc.constant(genuine), fc.string({unit: 'binary', minLength: 1, maxLength: 1}))
  })
  fc.assert(
    fc.property(text, text, fc.integer({min: 0x80, max: 0xff}), (before, after, byte) => {
      const start = Buffer.from(before)
      const end = Buffer.from(`.${after}`)
      const {details} = refused('REGISTRY_INVALID', () =>
        decode(bytes([...start], [byte], [...end]))
      )
      assert.deepEqual(details, {offset: start.length})
    }),
    {numRuns: 2000, seed: 20_261_120}
  )
})

const good: readonly (readonly [string, Buffer, string, boolean])[] = [
  ['nothing', bytes(''), '', false],
  ['ASCII', bytes('abc\n'), 'abc\n', false],
  ['other scripts', bytes('é⏳🍰'), 'é⏳🍰', false],
  ['line endings', bytes('a\r\nb\rc\n'), 'a\r\nb\rc\n', false],
  ['NUL', bytes('a\0b'), 'a\0b', false],
  ['a genuine replacement character', bytes(`a${genuine}b`), `a${genuine}b`, false],
  ['a byte order mark', bytes('\uFEFFabc'), 'abc', true],
  ['a byte order mark alone', bytes('\uFEFF'), '', true],
  ['a byte order mark within', bytes('a\uFEFFb'), 'a\uFEFFb', false],
  [
    'talk of Git LFS',
    bytes('See version https://git-lfs.github.com/spec/v1'),
    'See version https://git-lfs.github.com/spec/v1',
    false
  ]
]

for (const [name, input, text, hasBom] of good) {
  test(`decode() and encode() keep ${name}`, () => {
    assert.deepEqual(decode(input), {text, hasBom})
    assert.ok(Buffer.from(encode({text, hasBom})).equals(input))
  })
}

test('encode() gives back all bytes that decode() accepts', () => {
  fc.assert(
    fc.property(fc.string({unit: 'binary'}), fc.boolean(), (text, hasBom) => {
      const input = Buffer.from((hasBom ? '\uFEFF' : '') + text)
      assert.ok(Buffer.from(encode(decode(input))).equals(input))
    }),
    {numRuns: 2000, seed: 20_261_120}
  )
})

const pointer = `version https://git-lfs.github.com/spec/v1
oid sha256:${'0'.repeat(64)}
size 12
`

test('decode() refuses a Git LFS pointer', () => {
  refused('REGISTRY_INVALID', () => decode(bytes(pointer)))
  refused('REGISTRY_INVALID', () => decode(bytes(pointer.replaceAll('\n', '\r\n'))))
})

test('decode() refuses more than 16 MiB, and takes 16', () => {
  assert.equal(maxBytes, 16 * 1024 * 1024)
  assert.equal(decode(Buffer.alloc(maxBytes, 'a line\n')).text.length, maxBytes)
  const {details} = refused('REGISTRY_INVALID', () => decode(Buffer.alloc(maxBytes + 1, 'a')))
  assert.deepEqual(details, {offset: maxBytes})
})

for (const [name, text, line] of [
  ['a line of over 32 KiB', `# A\n\n${'a'.repeat(32 * 1024 + 1)}\n`, 2],
  ['quotes in quotes', `# A\n${'>'.repeat(101)} x`, 1],
  ['lists in lists', `# A\r\n\r\n${'- '.repeat(101)}x`, 2],
  ['both, in turn', `é\n${'> - 1. '.repeat(40)}x`, 1],
  ['an indent of over 1000 columns', `a\n${' '.repeat(1001)}- x`, 1]
] as const) {
  test(`decode() refuses ${name}, and says where`, () => {
    const before = text.split('\n').slice(0, line).join('\n')
    const {details} = refused('REGISTRY_INVALID', () => decode(bytes(text)))
    assert.deepEqual(details, {offset: bytes(`${before}\n`).length})
  })
}

test('decode() takes what people write, however deep', () => {
  for (const text of [
    '>'.repeat(100),
    `${'- '.repeat(100)}x`,
    ' '.repeat(1000),
    'a'.repeat(32 * 1024)
  ]) {
    assert.equal(decode(bytes(text)).text, text)
  }
})
