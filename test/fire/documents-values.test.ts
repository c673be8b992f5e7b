import assert from 'node:assert/strict'
import {test} from 'node:test'
import fc from 'fast-check'
import {claim} from '../../src/core/actions/claim.ts'
import type {ClaimRequest} from '../../src/core/actions/claim-request.ts'
import {release} from '../../src/core/actions/release.ts'
import {decode, encode} from '../../src/core/decode.ts'
import {RegmdError} from '../../src/core/error.ts'
import {parseMessage, renderMessage} from '../../src/core/message.ts'
import {parseRegistry} from '../../src/core/parse.ts'
import {blockAt, now, settingOf} from '../helpers/core.ts'
import {type Amounts, replay, runs, seed} from '../helpers/fire.ts'
import {carryOut, held, outlineOf} from '../helpers/hostile-documents.ts'

const file = 'test/fire/documents-values.test.ts'

/** Bytes before and after the block that is written, which holds the lines between them. */
const head = `# Registry

### Session #1: Head
- **NUMBER**: 1
- **ROLE**: head cook
- **GOAL**: 50 plates daily
- **SESSION_ID**: one
- **STATUS**: ✅ REGISTERED
- **TIMESTAMP**: ${held}
- **READY**: YES

`
const tail = `
---

### Session #3: Waiter
- **NUMBER**: 3
- **STATUS**: ⏳ PENDING REGISTRATION
`
const definitions = '\n[a]: /url "x"\n[1]: /url\n'
const open = `### Session #2: Baker
- **NUMBER**: 2
- **ROLE**: baker
- **GOAL**: 20 loaves daily
- **SESSION_ID**: [open]
- **RESPONSIBILITIES**:
  - Bake
- **STATUS**: ⏳ PENDING REGISTRATION
`
const taken = open
  .replace('[open]', 'two')
  .replace('⏳ PENDING REGISTRATION', `✅ REGISTERED\n- **TIMESTAMP**: ${held}\n- **READY**: YES`)
const bare = open.replace(/- \*\*(?:ROLE|GOAL)\*\*.*\n/gu, '')

/** The same block in a document, and what is around it. */
const worldOf = (tail: string) => ({
  tail,
  open: settingOf(head + open + tail),
  taken: settingOf(head + taken + tail),
  bare: settingOf(head + bare + tail),
  around: others(outlineOf(head + open + tail))
})
type World = ReturnType<typeof worldOf>

function others(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => !line.startsWith('2 '))
}

const worlds = {plain: worldOf(tail), linked: worldOf(tail + definitions)}

/** Where there are definitions, a document is parsed whole; only a bracket can refer to them. */
function worldFor(text: string): World {
  return text.includes('[') ? worlds.linked : worlds.plain
}

/** What markdown, HTML, YAML, a terminal, a forge or a shell take for more than text. */
const pieces = [
  Array.from('ab1 *_`[]()<>#+-.!|~$&\\:;,="\'/@%{}^?'),
  ['\n', '\r\n', '\r', '\t', '\0', '\u001B[31m', '\u0007', '\u0085', '\u2028', '\u2029'],
  ['\u202E', '\u2066', '\u200B', '\u200D', '\uFEFF', '\u00AD', '\uD83D', '\uDC00', '\uE000'],
  ['<!-- x -->', '<!--', '-->', '<b>', '</script>', '```', '~~~', '***', '---', '==='],
  ['| a | b |', '|', '\\|', '@who', '#1', 'GH-1', 'Fixes #2', '$120k', '$a$', '::error::x'],
  ['::stop-commands::', '##[error]', '[skip ci]', '&amp;', '&#10;', '&lt;', '&copy', '\\\\'],
  ['https://e.org/a_b', 'www.e.org', 'a@b.org', '[a]', '[1]: /u', '[^1]', '![x](y)', '[ ] '],
  ['### Session #9: x', '- **STATUS**: ✅', 'NUMBER: 3', 'NUMBER=3', '1. ', '- ', '> ', '# '],
  ['👩‍🍳', '🇫🇷', '👍🏽', '⏳', '✅', '‚è≥', 'é', 'e\u0301', 'ﬁ', '料理', 'مطبخ', '\u00A0', '\u3000']
].flat()

/** Pieces that a reader sees: a value without the others is more often written than refused. */
const seen = pieces.filter(
  (piece) => !/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Co}]|[\u200B\u202E]/u.test(piece)
)

const hostile = fc.oneof(
  {weight: 6, arbitrary: fc.string({unit: fc.constantFrom(...seen), minLength: 1, maxLength: 24})},
  {weight: 2, arbitrary: fc.string({unit: fc.constantFrom(...pieces), maxLength: 16})},
  {weight: 1, arbitrary: fc.string({unit: 'binary', maxLength: 24})},
  {weight: 1, arbitrary: fc.string({unit: 'grapheme', maxLength: 24})}
)

/** Up to 10 kB of the same. */
const stretched = fc
  .tuple(hostile, fc.integer({min: 20, max: 600}))
  .map(([value, times]) => value.repeat(times).slice(0, 10_240))

const values = fc.oneof({weight: 40, arbitrary: hostile}, {weight: 1, arbitrary: stretched})

const ids = fc.oneof(
  hostile,
  fc
    .tuple(
      fc.string({unit: fc.constantFrom(...Array.from('aZ9._:/@+-é料')), minLength: 1}),
      hostile
    )
    .map(([name, runtime]) => (runtime.length % 3 === 0 ? `${name} (${name})` : name))
)

type Place = 'role' | 'goal' | 'title' | 'responsibility' | 'session' | 'reason'

const wish: ClaimRequest = {
  session: 'two',
  now,
  number: 2,
  next: false,
  title: undefined,
  role: undefined,
  goal: undefined,
  responsibilities: undefined,
  ready: true
}

const asked = (place: Place, value: string): ClaimRequest =>
  place === 'responsibility'
    ? {...wish, responsibilities: ['Knead', value, 'Bake']}
    : {...wish, [place]: value}

/** Where that other reader finds the value. */
const shown: Readonly<Record<Place, (value: string) => string>> = {
  title: (value) => `2 heading Session #2: ${value}`,
  role: (value) => `2 - paragraph ROLE: ${value}`,
  goal: (value) => `2 - paragraph GOAL: ${value}`,
  session: (value) => `2 - paragraph SESSION_ID: ${value}`,
  responsibility: (value) => `2   - paragraph ${value}`,
  reason: (value) => `2 - paragraph REASON: ${value}`
}

/** Few session ids are written: for a share that can be relied on it takes more of them. */
const usual = {short: 50, long: 10_000}
const amounts: Readonly<Record<Place, Amounts<number>>> = {
  title: usual,
  role: usual,
  goal: usual,
  session: {short: 200, long: 10_000},
  responsibility: usual,
  reason: usual
}

/** At least so many of a hundred are written, so that refusing all of them is no way out. */
const least: Readonly<Record<Place, number>> = {
  title: 40,
  role: 40,
  goal: 40,
  session: 15,
  responsibility: 40,
  reason: 40
}

for (const place of Object.keys(shown) as Place[]) {
  test(`any ${place} reads back as it was given, or is refused by name`, () => {
    let [all, written] = [0, 0]
    const property = fc.property(place === 'session' ? ids : values, (value) => {
      all++
      if (checkValue(place, value)) written++
    })
    fc.assert(property, {numRuns: runs(amounts[place]), seed})
    assert.ok(written * 100 >= all * least[place], `${written} of ${all}\n${replay(file)}`)
  })
}

/** @returns whether the value was written. */
function checkValue(place: Place, value: string): boolean {
  const world = worldFor(value)
  const setting = place === 'reason' ? world.taken : world.open
  const result = carryOut(setting, () =>
    place === 'reason'
      ? release(setting, {session: 'two', now, number: 2, reason: value})
      : claim(setting, asked(place, value))
  )
  if (result instanceof RegmdError) {
    checkNamed(result, place)
    return false
  }

  const again = decode(encode({text: result, hasBom: false}))
  assert.equal(again.text, result, `Other bytes\n${replay(file)}`)
  const given = value.trim()
  const found = blockAt(parseRegistry(result, setting.registry).blocks, 2).claim
  const read = place === 'responsibility' ? found.responsibilities[1] : found[place]
  assert.equal(read, given, replay(file))
  const lines = outlineOf(result)
  assert.ok(lines.includes(shown[place](given)), `${lines.join('\n')}\n${replay(file)}`)
  checkAround(world, result, lines)
  return true
}

/** A refusal says which value it is about, so that its author can help it. */
function checkNamed({code, message, details}: RegmdError, place: Place): void {
  assert.equal(code, 'CLAIM_INVALID', `${message}\n${replay(file)}`)
  const options = details['options']
  assert.deepEqual(options, [place], `${message}\n${replay(file)}`)
}

/** All but the block is as it was, byte for byte, and what remark reads in it too. */
function checkAround(world: World, after: string, lines: readonly string[]): void {
  const {tail: end, around} = world
  assert.ok(after.startsWith(head) && after.endsWith(end), `Other bytes around\n${replay(file)}`)
  assert.deepEqual(others(lines), around, replay(file))
}

test('any registration message is read and claimed as it says, or refused', () => {
  let written = 0
  const message = fc.tuple(values, values, hostile, fc.boolean())
  const property = fc.property(message, ([role, goal, more, isLine]) => {
    const text = isLine
      ? `${more}\nREGISTRATION: NUMBER=2 ROLE=${role} GOAL=${goal} SESSION_ID=two\n`
      : `${more}\nREGISTRATION COMPLETE\nNUMBER: 2\nROLE: ${role}\nGOAL: ${goal}\nSESSION_ID: two\n`
    if (checkMessage(text)) written++
  })
  const numRuns = runs(usual)
  fc.assert(property, {numRuns, seed})
  assert.ok(written * 100 >= numRuns * 15, `${written}\n${replay(file)}`)
})

/** @returns whether a claim was made of it. */
function checkMessage(text: string): boolean {
  const setting = worldFor(text).bare
  const result = carryOut(setting, () => {
    const message = parseMessage(text)
    return claim(setting, {...wish, number: undefined, message})
  })
  if (result instanceof RegmdError) {
    if (result.code === 'NUMBER_OUT_OF_RANGE') {
      assert.ok((parseMessage(text).number ?? 0) > 3, replay(file))
      return false
    }
    assert.match(result.code, /^(?:CLAIM_INVALID|NUMBER_NEEDED|NUMBER_TAKEN)$/u, replay(file))
    return false
  }

  // What comes before the message may name a number first.
  const {number = 2, role, goal} = parseMessage(text)
  const found = blockAt(parseRegistry(result, setting.registry).blocks, number).claim
  assert.deepEqual([found.role, found.goal], [role, goal], replay(file))
  const lines = outlineOf(result)
  for (const line of [shown.role(role ?? ''), shown.goal(goal ?? '')]) {
    const own = line.replace(/^2/u, String(number))
    assert.ok(lines.includes(own), `${lines.join('\n')}\n${replay(file)}`)
  }
  const again = parseMessage(renderMessage(found))
  assert.deepEqual([again.role, again.goal, again.session], [role, goal, 'two'], replay(file))
  return true
}

test('a title that could not be read again is refused', () => {
  const result = carryOut(worlds.plain.open, () =>
    claim(worlds.plain.open, asked('title', 'a'.repeat(40_000)))
  )
  assert.ok(result instanceof RegmdError, 'It was written')
  assert.equal(result.code, 'CLAIM_INVALID')
})
