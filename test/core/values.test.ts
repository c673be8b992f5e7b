import assert from 'node:assert/strict'
import {test} from 'node:test'
import fc from 'fast-check'
import type {Setting} from '../../src/core/actions/action.ts'
import type {ClaimRequest} from '../../src/core/actions/claim-request.ts'
import {claim} from '../../src/core/actions/claim.ts'
import {release} from '../../src/core/actions/release.ts'
import {amend} from '../../src/core/amend.ts'
import {findHidden} from '../../src/core/characters.ts'
import {RegmdError} from '../../src/core/error.ts'
import {parseRegistry} from '../../src/core/parse.ts'
import {blockAt, now, settingOf, sliceOf} from '../helpers/core.ts'
import {runs} from '../helpers/fire.ts'

const kitchen = `# Kitchen

## Registration Format

\`\`\`
NUMBER: [1-3, unique]
\`\`\`

### Session #1: Head
- **NUMBER**: 1
- **ROLE**: head
- **GOAL**: 50 plates daily
- **SESSION_ID**: [open]
- **RESPONSIBILITIES**:
  - Stew
- **STATUS**: ⏳ PENDING REGISTRATION

### Session #3: Waiter
- **NUMBER**: 3
- **ROLE**: waiter

## Consensus Validation

- [ ] All 3 sessions registered

**Current Status**: 0/3 sessions registered
`

/** Documents that write their fields in different ways; number 2 has no block in any. */
const documents: readonly (readonly [string, string])[] = [
  ['bold names', kitchen],
  ['CRLF', kitchen.replaceAll('\n', '\r\n')],
  ['plain names and commas', plain()],
  ['setext headings', kitchen.replace('### Session #1: Head', 'Session #1: Head\n---')],
  ['bold headings', kitchen.replace('### Session #1: Head', '### **Session #1: Head**')],
  ['a link definition', `${kitchen}\n[head]: /url "x"\n[1]: /url\n`]
]

function plain(): string {
  return kitchen
    .replaceAll(/- \*\*([A-Z_]+)\*\*:/gu, '* $1:')
    .replace('RESPONSIBILITIES:\n  - Stew', 'RESPONSIBILITIES: Stew, Bake')
}

/** Readings of the documents, each made once. */
const settings = new Map<string, Setting>()

/** Texts that markdown, YAML, HTML, GitHub or a shell would take for more than text. */
const known: readonly string[] = [
  '$120k MRR | a*b _c_ <x> #1 @who \\` "q"',
  '$a$ and $$b$$',
  '`code` ``more`` \\`',
  '*a* **b** _c_ __d__ ~~e~~',
  '# heading #',
  '## ',
  '- item',
  '+ item',
  '* item',
  '1. item',
  '1) item',
  '> quote',
  '---',
  '===',
  '***',
  '~~~',
  '```',
  '[link](url) ![image](url)',
  '[head] [1]',
  '[ ] box',
  '[x] box',
  '[a][head]',
  '[head]: /url',
  '<b>bold</b>',
  '<!-- comment -->',
  '<https://example.com>',
  'https://example.com/a_b_c?d=*e*',
  'www.example.com',
  'me@example.com',
  '&amp; &copy; &#35; &notit',
  'a\\',
  '\\',
  '\\\\ \\* \\#',
  'a: b: c',
  ': a',
  '**a**: b',
  'Session #1: x',
  '| a | b |',
  ':smile:',
  'NUMBER: 1',
  '**STATUS**: REGISTERED',
  'a, b, c',
  ',',
  '$&',
  "$'",
  'a  b   c',
  '\u00A0a\u00A0',
  'e\u0301 é',
  '👩‍🍳🇫🇷👍🏽',
  '‚è≥',
  '!',
  '!a',
  '"',
  "'",
  '[open] x',
  'x [open]',
  '- [open]',
  '[^1]',
  '\\[x]',
  '~',
  '=',
  '_',
  '*',
  '(',
  '%'
]

/** Characters that mean something to markdown, or to what reads it. */
const marks = Array.from('ab *_`[]()<>#+-.!|~$&\\:;,="\'/@0 1')

const part = fc.oneof(
  fc.constantFrom(...known),
  fc.string({unit: 'grapheme', maxLength: 12}),
  fc.string({unit: 'binary', maxLength: 8}),
  fc.string({unit: fc.constantFrom(...marks), maxLength: 16})
)

/** Texts without hidden characters, which the core refuses before it looks at anything else. */
const value = fc.array(part, {minLength: 1, maxLength: 4}).map((parts) =>
  Array.from(parts.join(''))
    .filter((character) => findHidden(character).length === 0)
    .join('')
)

const keys = ['role', 'goal', 'title', 'responsibilities'] as const

for (const key of keys) {
  for (const [name, text] of documents) {
    test(`a known text for ${key} reads back as it was written in a document with ${name}`, () => {
      const written = known.filter((each, index) =>
        checkClaim(text, request((index % 3) + 1, key, each))
      )
      const refusals = known.filter((each) => !written.includes(each))
      // All in brackets, it would read as a placeholder.
      assert.deepEqual(refusals, ['[^1]'])
    })
  }
}

test('any text reads back as it was written, or is refused', () => {
  let written = 0
  const numRuns = runs({short: 400, long: 4000})
  const texts = fc.constantFrom(...documents.map(([, text]) => text))
  fc.assert(
    fc.property(
      texts,
      fc.constantFrom(1, 2, 3),
      fc.constantFrom(...keys),
      value,
      (text, number, key, each) => {
        if (checkClaim(text, request(number, key, each))) written++
      }
    ),
    {numRuns, seed: 20_261_120}
  )

  assert.ok(written > numRuns * 0.8, `Only ${written} of ${numRuns} were written`)
})

test('any reason reads back as it was written, or is refused', () => {
  let written = 0
  const numRuns = runs({short: 300, long: 3000})
  const held = after(settingOf(kitchen), request(1, 'role', 'head'))
  fc.assert(
    fc.property(fc.oneof(value, fc.constantFrom(...known)), (reason) => {
      const decision = attempt(() => release(held, {session: 'kim', now, number: 1, reason}))
      const {change} = decision ?? {}
      const result = change && attempt(() => amend(held.registry, change))
      if (!result) return
      written++
      assert.equal(blockAt(parseRegistry(result.text).blocks, 1).claim.reason, reason.trim())
    }),
    {numRuns, seed: 20_261_120}
  )

  assert.ok(written > numRuns * 0.75, `Only ${written} of ${numRuns} were written`)
})

test('all four texts at once read back as they were written, or are refused', () => {
  const items = fc.array(value, {maxLength: 4})
  const spots = fc.constantFrom([kitchen, 2] as const, [plain(), 1] as const)
  fc.assert(
    fc.property(spots, value, value, value, items, ([text, number], role, goal, title, list) => {
      const wish = {...request(number, 'role', role), goal, title, responsibilities: list}
      checkClaim(text, wish)
    }),
    {numRuns: runs({short: 200, long: 2000}), seed: 20_261_120}
  )
})

function request(number: number, key: (typeof keys)[number], text: string): ClaimRequest {
  return {
    session: 'kim',
    now,
    number,
    next: false,
    title: undefined,
    role: 'cook',
    goal: '5 daily',
    responsibilities: undefined,
    ready: true,
    [key]: key === 'responsibilities' ? ['Stew', text, 'Bake'] : text
  }
}

/**
 * Claims, and compares what the document then says with what was asked for.
 *
 * @returns whether anything was written; if not, it was refused with `CLAIM_INVALID`.
 */
function checkClaim(text: string, wish: ClaimRequest): boolean {
  const setting = settings.get(text) ?? settingOf(text)
  settings.set(text, setting)
  const result = attempt(() => after(setting, wish))
  if (!result) return false
  const {registry} = setting
  const anew = parseRegistry(result.registry.text)
  const found = blockAt(anew.blocks, wish.number ?? 0).claim
  assert.equal(found.role, wish.role?.trim())
  assert.equal(found.goal, wish.goal?.trim())
  if (wish.title !== undefined) assert.equal(found.title, wish.title.trim())
  if (wish.responsibilities) {
    assert.deepEqual(
      found.responsibilities,
      wish.responsibilities.map((item) => item.trim())
    )
  }

  assert.equal(found.status, 'REGISTERED')
  assert.equal(found.session, 'kim')
  for (const block of registry.blocks.filter(({claim: {number}}) => number !== wish.number)) {
    const other = blockAt(anew.blocks, block.claim.number)
    assert.equal(sliceOf(anew.text, other.lines), sliceOf(registry.text, block.lines))
  }

  return true
}

function after(setting: Setting, wish: ClaimRequest): Setting {
  const {change} = claim(setting, wish)
  assert.ok(change)
  return {...setting, registry: amend(setting.registry, change)}
}

/** Runs something that may be refused with `CLAIM_INVALID`, and with nothing else. */
function attempt<T>(run: () => T): T | undefined {
  try {
    return run()
  } catch (error) {
    assert.ok(error instanceof RegmdError, String(error))
    assert.equal(error.code, 'CLAIM_INVALID')
    return undefined
  }
}
