import assert from 'node:assert/strict'
import {existsSync, readFileSync, readdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {test} from 'node:test'
import type {Decision, Setting} from '../../src/core/actions/action.ts'
import {claim} from '../../src/core/actions/claim.ts'
import {ready} from '../../src/core/actions/ready.ts'
import {release} from '../../src/core/actions/release.ts'
import {amend} from '../../src/core/amend.ts'
import {decode, encode} from '../../src/core/decode.ts'
import {parseRegistry} from '../../src/core/parse.ts'
import {
  blockAt,
  fixtures,
  linesOf,
  now,
  refused,
  seeds,
  settingOf,
  sliceOf
} from '../helpers/core.ts'

/** What a fixture's `action.json` says. */
interface Action {
  readonly action: 'claim' | 'ready' | 'release'
  readonly session: string
  readonly number?: number
  readonly title?: string
  readonly role?: string
  readonly goal?: string
  readonly responsibilities?: readonly string[]
  readonly ready?: boolean
  readonly reason?: string
}

const folder = join(fixtures, 'edit')
const names = readdirSync(folder).toSorted()
const bytesOf = (name: string, file: string) => readFileSync(join(folder, name, file))
const actionOf = (name: string) => JSON.parse(bytesOf(name, 'action.json').toString()) as Action

for (const name of names) {
  test(`amend() edits the fixture ${name}`, () => {
    const {text, hasBom} = decode(bytesOf(name, 'before.md'))
    const setting = settingOf(text)
    const {claim: expected, change} = decide(setting, actionOf(name))
    assert.ok(change, 'Expected a change')
    const result = amend(setting.registry, change)
    const written = Buffer.from(encode({text: result.text, hasBom}))
    const file = join(folder, name, 'after.md')
    if (process.env['UPDATE'] === '1' || !existsSync(file)) writeFileSync(file, written)

    assert.equal(written.toString(), bytesOf(name, 'after.md').toString())
    assert.ok(written.equals(bytesOf(name, 'after.md')))
    const anew = parseRegistry(decode(written).text)
    assert.deepEqual(anew.blocks[change.index!]?.claim, expected)
    assert.deepEqual(
      anew.blocks.map((block) => block.claim),
      change.claims
    )
    checkOthers(setting, anew.text, change.index!)
  })
}

test('the fixtures of edits are there, each with its own line ending and mark', () => {
  assert.ok(names.length >= 30, `Only ${names.length} fixtures`)
  for (const file of ['before.md', 'after.md']) {
    assert.match(bytesOf('crlf', file).toString(), /\r\n/u)
    assert.doesNotMatch(bytesOf('crlf', file).toString(), /[^\r]\n|\r[^\n]/u)
    assert.match(bytesOf('new-block-crlf', file).toString(), /\r\n/u)
    assert.doesNotMatch(bytesOf('new-block-crlf', file).toString(), /[^\r]\n|\r[^\n]/u)
    assert.match(bytesOf('cr', file).toString(), /\r/u)
    assert.doesNotMatch(bytesOf('cr', file).toString(), /\n/u)
    assert.deepEqual([...bytesOf('bom', file).subarray(0, 3)], [0xef, 0xbb, 0xbf])
    assert.match(bytesOf('lf', file).toString(), /\n$/u)
    assert.doesNotMatch(bytesOf('lf', file).toString(), /\r/u)
    assert.match(bytesOf('tabs', file).toString(), /^-\t\*\*/mu)
    assert.doesNotMatch(bytesOf('no-final-newline', file).toString(), /\n$/u)
    assert.match(bytesOf('mojibake', file).toString(), /‚è≥/u)
  }
})

for (const [name, before] of Object.entries(seeds)) {
  test(`amend() touches the lines of block 3 and the derived ones only (seed ${name})`, () => {
    const setting = settingOf(before)
    const decision = decide(setting, {action: 'claim', session: 'marketing-research-2'})
    assert.ok(decision.change)
    assert.equal(decision.claim.number, 3)
    const {text} = amend(setting.registry, decision.change)
    const [pending, registered] = name === 'decoded' ? ['⏳', '✅'] : ['‚è≥', '‚úÖ']
    const added = [
      `- **STATUS**: ${registered} REGISTERED`,
      `- **TIMESTAMP**: ${now}`,
      '- **READY**: YES'
    ]

    const found = linesOf(text)
    const expected = linesOf(before).map((line) => line.replace('0/12 sessions', '1/12 sessions'))
    const block = blockAt(setting.registry.blocks, 3)
    const first = linesOf(before.slice(0, block.fields.at(-1)?.lines.start)).length
    assert.equal(expected[first], `- **STATUS**: ${pending} PENDING REGISTRATION\n`)
    expected.splice(first, 1, ...added.map((line) => `${line}\n`))
    const task = expected.indexOf('- [ ] No duplicate numbers claimed\n')
    expected[task] = '- [x] No duplicate numbers claimed\n'
    assert.deepEqual(found, expected)
  })

  test(`amend() lets all twelve sessions claim, one by one (seed ${name})`, () => {
    let setting = settingOf(before)
    for (let number = 12; number > 0; number--) {
      const session = blockAt(setting.registry.blocks, number).claim.session ?? ''
      const {change} = decide(setting, {action: 'claim', session})
      assert.ok(change)
      setting = {...setting, registry: amend(setting.registry, change)}
    }

    const {blocks, currentStatus, headerStatus} = setting.registry
    assert.ok(blocks.every((block) => block.claim.status === 'REGISTERED'))
    assert.equal(currentStatus?.value, '12/12 sessions registered')
    assert.equal(headerStatus?.value, 'Registration complete, consensus pending')
    assert.equal(linesOf(setting.registry.text).length, linesOf(before).length + 24)
  })
}

test('amend() refuses edits that do not say what was asked for', () => {
  const {registry} = settingOf(seeds.decoded)
  const claims = registry.blocks.map((block) => block.claim)
  const edits = [{...blockAt(registry.blocks, 3).title, replacement: 'Other'}]
  refused('CLAIM_INVALID', () => amend(registry, {edits, claims, index: 2}))
})

test('amend() refuses edits of another block, also where it says the same afterwards', () => {
  const {registry} = settingOf(seeds.decoded)
  const claims = registry.blocks.map((block) => block.claim)
  const {end} = blockAt(registry.blocks, 3).heading
  const edits = [{start: end, end, replacement: '\n\nProse.\n'}]
  refused('CLAIM_INVALID', () => amend(registry, {edits, claims, index: 3}))
  assert.match(amend(registry, {edits, claims, index: 2}).text, /Prose/u)
})

function decide(setting: Setting, {action, session, number, ...rest}: Action): Decision {
  const {title, role, goal, responsibilities, reason} = rest
  const asker = {session, now, number}
  if (action === 'ready') return ready(setting, asker)
  if (action === 'release') return release(setting, {...asker, reason: reason ?? 'Away'})
  return claim(setting, {
    ...asker,
    title,
    role,
    goal,
    responsibilities,
    next: false,
    ready: rest.ready ?? true
  })
}

/** Checks that no block but the one at an index differs, but for an ending that the last line got. */
function checkOthers({registry}: Setting, text: string, index: number): void {
  const after = parseRegistry(text)
  const isAdded = after.blocks.length > registry.blocks.length
  const kept = registry.blocks.filter((_, position) => isAdded || position !== index)
  const others = after.blocks.toSpliced(index, 1)
  assert.equal(others.length, kept.length)
  for (const [position, block] of kept.entries()) {
    const source = sliceOf(registry.text, block.lines)
    const found = others[position]
    assert.ok(found)
    const isOpenEnd = block.lines.end === registry.text.length && !/[\r\n]$/u.test(source)
    assert.equal(sliceOf(text, found.lines).replace(isOpenEnd ? /[\r\n]+$/u : '', ''), source)
  }
}

test('new lines are in the case of their own block, whatever the others look like', () => {
  const text = [
    '## Session 1 - One',
    '- Number: 1',
    '- Session ID: a',
    '- Status: registered',
    '',
    '## Session 2 - Two',
    '+ NUMBER: 2',
    '+ ROLE: r',
    '+ GOAL: 5 x',
    '+ STATUS: PENDING',
    ''
  ].join('\n')
  const registry = parseRegistry(text)
  const setting = settingOf(text, {})
  const wish = {session: 'me', now, number: 2, next: false, ready: true}
  const {change} = claim(setting, {
    ...wish,
    title: undefined,
    role: undefined,
    goal: undefined,
    responsibilities: undefined
  })
  assert.ok(change)
  assert.deepEqual(amend(registry, change).text.split('\n').slice(6), [
    '+ NUMBER: 2',
    '+ ROLE: r',
    '+ GOAL: 5 x',
    '+ SESSION_ID: me',
    '+ STATUS: REGISTERED',
    `+ TIMESTAMP: ${now}`,
    '+ READY: YES',
    ''
  ])
})
