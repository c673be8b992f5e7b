import assert from 'node:assert/strict'
import {test} from 'node:test'
import {claim} from '../../src/core/actions/claim.ts'
import {release} from '../../src/core/actions/release.ts'
import {amend} from '../../src/core/amend.ts'
import {deriveEdits} from '../../src/core/derive.ts'
import {applyEdits} from '../../src/core/edit.ts'
import {parseRegistry} from '../../src/core/parse.ts'
import {now, seeds, settingOf} from '../helpers/core.ts'

/** Brings a document's derived lines up to date. */
function derive(text: string): string {
  return applyEdits(text, deriveEdits(parseRegistry(text)))
}

/** The seed with its first blocks registered, and ready or not. */
function seedWith(registered: number, isReady: boolean): string {
  let count = 0
  return seeds.decoded.replaceAll('- **STATUS**: ⏳ PENDING REGISTRATION', (line) =>
    count++ < registered
      ? `- **STATUS**: ✅ REGISTERED\n- **TIMESTAMP**: ${now}${isReady ? '\n- **READY**: YES' : ''}`
      : line
  )
}

/** Header, counter, next action and boxes of a document. */
function derivedOf(text: string): readonly [unknown, unknown, unknown, string] {
  const {headerStatus, currentStatus, nextAction, tasks} = parseRegistry(text)
  const boxes = tasks.map(({checked}) => (checked ? 'x' : '-')).join('')
  return [headerStatus?.value, currentStatus?.value, nextAction?.value, boxes]
}

const running = 'Registration in progress'
const complete = 'Registration complete, consensus pending'
const register = 'Each session must register their identity'
const define = 'Each session must define its role and report readiness'

/** Goals 9 and 10 of the seed are counted too: `within 4 hours`, `15-min`. */
const states: readonly (readonly [string, number, boolean, readonly string[]])[] = [
  ['nobody registered', 0, true, [running, '0/12 sessions registered', register, '------']],
  ['one registered', 1, true, [running, '1/12 sessions registered', register, '-x----']],
  ['one not ready', 1, false, [running, '1/12 sessions registered', register, '-x----']],
  ['eleven registered', 11, true, [running, '11/12 sessions registered', register, '-x----']],
  ['twelve not ready', 12, false, [complete, '12/12 sessions registered', define, 'xx----']],
  [
    'twelve registered and ready',
    12,
    true,
    [
      complete,
      '12/12 sessions registered',
      'The orchestrator must confirm that there are no conflicts',
      'xxxx--'
    ]
  ]
]

for (const [name, registered, isReady, expected] of states) {
  test(`deriveEdits() writes what is true with ${name}`, () => {
    const text = derive(seedWith(registered, isReady))
    assert.deepEqual(derivedOf(text), expected)
    assert.deepEqual(deriveEdits(parseRegistry(text)), [], 'A second time, nothing is left to do')
  })

  test(`deriveEdits() corrects lines and boxes that are not true with ${name}`, () => {
    const wrong = seedWith(registered, isReady)
      .replaceAll('- [ ]', '- [x]')
      .replace('0/12 sessions registered', '7 of 9')
      .replace(running, 'Done')
      .replace('**Next Action**: Each session must register their identity', '**Next Action**: Go')
    assert.deepEqual(derivedOf(derive(wrong)), expected)
  })
}

test('deriveEdits() changes the derived lines only', () => {
  const before = seedWith(12, true)
  const after = derive(before)
  const changed = after
    .split('\n')
    .filter((line, index) => line !== before.split('\n')[index])
    .map((line) => line.replace(/:.*/u, ''))
  assert.equal(after.split('\n').length, before.split('\n').length)
  assert.deepEqual(changed, [
    '**Status**',
    '- [x] All 12 sessions registered with unique numbers',
    '- [x] No duplicate numbers claimed',
    '- [x] All roles clearly defined and accepted',
    '- [x] All goals measurable and committed to',
    '**Current Status**',
    '**Next Action**'
  ])
})

test('deriveEdits() unticks a box for a number that is claimed twice', () => {
  const text = seedWith(12, true).replace('### Session #12:', '### Session #11:')
  assert.match(derivedOf(derive(text))[3], /^.-/u)
})

test('deriveEdits() unticks a box for two sessions with one role', () => {
  const text = seedWith(12, true).replaceAll('(Morning Batch 2)', '(Morning Batch 1)')
  assert.equal(derivedOf(derive(text))[3], 'xx-x--')
})

test('deriveEdits() unticks a box for a goal that cannot be measured', () => {
  const text = seedWith(12, true).replace(/Find 25 high-quality.*/u, 'Do good work')
  assert.equal(derivedOf(derive(text))[3], 'xxx---')
})

test('deriveEdits() unticks what is written with a capital letter too', () => {
  const text = seeds.decoded.replace('- [ ] Orchestrator', '- [X] Orchestrator')
  assert.match(derive(text), /^- \[ \] Orchestrator/mu)
})

test('deriveEdits() leaves task items that it does not know alone', () => {
  const unknown = '- [x] Kettle is on\n- [ ] Table is laid\n- plain item\n'
  const text = derive(seedWith(1, true).replace('- [ ] All 12', `${unknown}- [ ] All 12`))
  assert.equal(text, derive(seedWith(1, true)).replace('- [ ] All 12', `${unknown}- [ ] All 12`))
})

test('deriveEdits() leaves task items of other sections alone', () => {
  const text = seeds.decoded.replace(
    '## 🎯 Expected',
    '## Other\n\n- [x] Orchestrator confirms no conflicts\n\n## 🎯 Expected'
  )
  assert.match(derive(text), /## Other\n\n- \[x\] Orchestrator confirms/u)
})

const absent: readonly (readonly [string, RegExp])[] = [
  ['the header’s status', /^\*\*Status\*\*:.*\n/mu],
  ['the counter', /^\*\*Current Status\*\*:.*\n/mu],
  ['the next action', /^\*\*Next Action\*\*:.*\n/mu],
  ['the task list', /^- \[ \] .*\n/gmu],
  ['one task', /^- \[ \] No duplicate.*\n/mu]
]

for (const [name, pattern] of absent) {
  test(`deriveEdits() does not add ${name}`, () => {
    const text = seedWith(1, true).replace(pattern, '')
    assert.notEqual(text, seedWith(1, true))
    const result = derive(text)
    assert.doesNotMatch(result, new RegExp(pattern.source.replace('\\[ \\]', '\\[[ x]\\]'), 'mu'))
    assert.equal(result.split('\n').length, text.split('\n').length)
  })
}

test('deriveEdits() fills a line that has no value', () => {
  const text = seeds.decoded.replace(
    '**Current Status**: 0/12 sessions registered',
    '**Current Status**:'
  )
  assert.match(derive(text), /^\*\*Current Status\*\*: 0\/12 sessions registered$/mu)
})

test('deriveEdits() counts blocks where there is no range', () => {
  const text =
    '# Top\n\n**Current Status**: ?\n\n### Session #4\n- STATUS: REGISTERED\n\n### Session #9\n'
  assert.match(derive(text), /1\/2 sessions registered/u)
})

test('deriveEdits() keeps line endings', () => {
  const text = seedWith(1, true).replaceAll('\n', '\r\n')
  assert.equal(derive(text), derive(seedWith(1, true)).replaceAll('\n', '\r\n'))
})

test('any write unticks a box that a hand has ticked and that is not true', () => {
  const text = seeds.decoded
    .replace('- [ ] Orchestrator confirms', '- [x] Orchestrator confirms')
    .replace('- [ ] Human approves', '- [x] Human approves')
  const setting = settingOf(text)
  const session = 'marketing-orchestrator'
  const {change} = claim(setting, {
    session,
    now,
    number: undefined,
    next: false,
    title: undefined,
    role: undefined,
    goal: undefined,
    responsibilities: undefined,
    ready: true
  })
  assert.ok(change)
  const claimed = amend(setting.registry, change)
  assert.equal(derivedOf(claimed.text)[3], '-x----')

  const held = {...setting, registry: claimed}
  const released = release(held, {session, now, number: undefined, reason: 'Away'}).change
  assert.ok(released)
  assert.deepEqual(derivedOf(amend(claimed, released).text), [
    running,
    '0/12 sessions registered',
    register,
    '------'
  ])
})
