import fc from 'fast-check'

/** Texts that a value may hold; markdown, entities and several scripts among them. */
const texts = fc.oneof(
  fc.constantFrom(
    'cook',
    'Find 25 prospects, avg 70+/100',
    '$120k MRR | a*b _c_ <x> #1 @who \\` "q"',
    'a &amp; b',
    '**bold** and `code`',
    '[link](x)',
    '料理 👩‍🍳 é',
    'a: b: c',
    ''
  ),
  fc.string({
    unit: fc.constantFrom('a', ' ', '*', '_', ':', '`', '\\', '[', ']', '<', '&', '#', ',')
  })
)

const label = fc.constantFrom<readonly [string, string]>(
  ['**', '**:'],
  ['**', ':**'],
  ['__', '__:'],
  ['', ':'],
  ['', ' :']
)

const name = fc.constantFrom(
  'NUMBER',
  'Role',
  'goal',
  'SESSION_ID',
  'Session ID',
  'STATUS',
  'Shoe size'
)

const field = fc
  .tuple(fc.constantFrom('- ', '* ', '+ ', '-\t', ' - ', '1. '), label, name, texts)
  .map(([bullet, [open, close], key, value]) => `${bullet}${open}${key}${close} ${value}`)

const duties = fc
  .tuple(fc.constantFrom('- **RESPONSIBILITIES**:', '* Responsibilities:'), fc.array(texts))
  .map(([first, items]) => [first, ...items.map((item) => `  - ${item}`)].join('\n'))

const heading = fc
  .tuple(
    fc.constantFrom('### Session #', '## Session ', '# **Session #'),
    fc.nat(13),
    fc.constantFrom('', ': Cook', ' - Cook', ': *Head* cook', ':')
  )
  .map(([lead, number, tail]) => `${lead}${number}${tail}${lead.includes('**') ? '**' : ''}`)

const other = fc.constantFrom(
  '',
  '---',
  '## Consensus Validation',
  '- [ ] All sessions registered',
  '- [x] No duplicate',
  '**Current Status**: 0/12',
  '**Next Action:** wait',
  '**Status**: open',
  '# Top',
  '```\ncode\n```',
  '<!-- note -->',
  '> quote',
  'prose'
)

/** Documents that look like registries more or less, with any line ending. */
export const documents: fc.Arbitrary<string> = fc
  .tuple(
    fc.array(fc.oneof(heading, field, duties, other), {maxLength: 24}),
    fc.constantFrom('\n', '\r\n', '\r'),
    fc.boolean()
  )
  .map(([parts, ending, isClosed]) =>
    (parts.join('\n') + (isClosed ? '\n' : '')).replaceAll('\n', ending)
  )
