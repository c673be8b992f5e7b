import assert from 'node:assert/strict'
import {test} from 'node:test'
import type {Decision, Setting} from '../../src/core/actions/action.ts'
import type {ClaimRequest} from '../../src/core/actions/claim-request.ts'
import {claim} from '../../src/core/actions/claim.ts'
import {type ReadyRequest, ready} from '../../src/core/actions/ready.ts'
import {type ReleaseRequest, release} from '../../src/core/actions/release.ts'
import {amend} from '../../src/core/amend.ts'
import type {ErrorCode} from '../../src/core/error.ts'
import type {Policy} from '../../src/core/policy.ts'
import {blockAt, now, refused, seeds, settingOf} from '../helpers/core.ts'

/** Numbers 1 and 2 are held, 3 is reserved for `kim (run-3)`, 4 and 5 are open, 6 has no block. */
const kitchen = `# Kitchen

## Registration Format

\`\`\`
NUMBER: [1-6, unique]
\`\`\`

## Sessions

### Session #1: Head
- **NUMBER**: 1
- **ROLE**: head cook
- **GOAL**: 50 plates daily
- **SESSION_ID**: chef (run-1)
- **RESPONSIBILITIES**:
  - Stew
- **STATUS**: ✅ REGISTERED
- **TIMESTAMP**: 2026-11-01T08:00:00Z
- **READY**: YES

### Session #2: Baker
- **NUMBER**: 2
- **ROLE**: baker
- **GOAL**: 20 loaves daily
- **SESSION_ID**: bo
- **STATUS**: ✅ REGISTERED
- **TIMESTAMP**: 2026-11-01T09:00:00Z

### Session #3: Waiter
- **NUMBER**: 3
- **ROLE**: waiter
- **GOAL**: 80 guests daily
- **SESSION_ID**: kim (run-3)
- **STATUS**: ⏳ PENDING REGISTRATION

### Session #4: Washer
- **NUMBER**: 4
- **ROLE**: washer
- **GOAL**: 300 plates daily
- **SESSION_ID**: [open]
- **STATUS**: ⏳ PENDING REGISTRATION

### Session #5
- **NUMBER**: 5
- **STATUS**: ⏳ PENDING REGISTRATION

## End
`

const wish: ClaimRequest = {
  session: 'kim',
  now,
  number: undefined,
  next: false,
  title: undefined,
  role: undefined,
  goal: undefined,
  responsibilities: undefined,
  ready: true
}

const claimIn = (setting: Setting, request: Partial<ClaimRequest>) =>
  claim(setting, {...wish, ...request})
const readyIn = (setting: Setting, request: Partial<ReadyRequest>) =>
  ready(setting, {session: 'bo', now, number: undefined, ...request})
const releaseIn = (setting: Setting, request: Partial<ReleaseRequest>) =>
  release(setting, {session: 'bo', now, number: undefined, reason: 'Away', ...request})

/** Carries a decision out, and returns what is known afterwards. */
function after(setting: Setting, {change}: Decision): Setting {
  assert.ok(change, 'Expected a change')
  return {...setting, registry: amend(setting.registry, change)}
}

const own = {role: 'grill', goal: '40 steaks daily'}
const open: Partial<Policy> = {reservations: 'open'}

const claims: readonly (readonly [string, Partial<ClaimRequest>, number, Partial<Policy>?])[] = [
  ['the block reserved for its name', {session: 'kim'}, 3],
  ['the block reserved for its runtime id', {session: 'run-3'}, 3],
  ['the block reserved for both its parts', {session: 'kim (run-3)'}, 3],
  ['a number reserved for it', {number: 3}, 3],
  ['an open number', {session: 'new', number: 4}, 4],
  ['an open number that says nothing', {session: 'new', number: 5, ...own}, 5],
  ['a number without a block', {session: 'new', number: 6, ...own}, 6],
  ['the lowest number that is open', {session: 'new', next: true}, 4],
  ['the lowest number, its own among them', {session: 'kim', next: true}, 3],
  ['a named number before the next one', {session: 'new', number: 5, next: true, ...own}, 5],
  ['another number than the reserved one', {session: 'kim', number: 4}, 4],
  ['a reserved number where reservations are open', {session: 'new', number: 3}, 3, open],
  ['the lowest number where reservations are open', {session: 'new', next: true}, 3, open]
]

for (const [name, request, number, policy] of claims) {
  test(`claim() gives a session ${name}`, () => {
    const setting = settingOf(kitchen, policy)
    const decision = claimIn(setting, request)
    const {registry} = after(setting, decision)
    const found = blockAt(registry.blocks, number).claim
    assert.deepEqual(found, decision.claim)
    assert.equal(found.status, 'REGISTERED')
    assert.equal(found.timestamp, now)
    assert.equal(found.ready, 'YES')
  })
}

const long = (length: number) => `${'a'.repeat(length - 8)} 5 daily`

const refusals: readonly (readonly [ErrorCode, string, Partial<ClaimRequest>, Partial<Policy>?])[] =
  [
    ['NUMBER_TAKEN', 'a number that another session holds', {number: 1}],
    ['NUMBER_TAKEN', 'a held number where reservations are open', {number: 2}, open],
    ['NUMBER_TAKEN', 'a held number to one half of its name', {session: 'run', number: 1}],
    [
      'NUMBER_TAKEN',
      'a held number to the same name in another runtime',
      {session: 'chef (run-2)', number: 1}
    ],
    ['NUMBER_RESERVED', 'a number that is for another session', {session: 'new', number: 3}],
    [
      'NUMBER_RESERVED',
      'a number reserved for the same name in another runtime',
      {session: 'kim (run-4)', number: 3}
    ],
    [
      'NUMBER_RESERVED',
      'a number reserved for another name in the same runtime',
      {session: 'lee (run-3)', number: 3}
    ],
    ['NUMBER_OUT_OF_RANGE', 'a number after the range', {number: 7}],
    ['NUMBER_OUT_OF_RANGE', 'number 0', {number: 0}],
    ['NUMBER_NEEDED', 'no number in particular', {session: 'new'}],
    ['NUMBER_NEEDED', 'the reserved block to another runtime', {session: 'kim (run-4)'}],
    ['SESSION_HAS_NUMBER', 'a second number', {session: 'bo', number: 4}],
    ['SESSION_HAS_NUMBER', 'a second number by its runtime id', {session: 'run-1', number: 4}],
    ['SESSION_HAS_NUMBER', 'its number with another goal', {session: 'bo', goal: '5 cakes daily'}],
    ['SESSION_HAS_NUMBER', 'its number with another role', {session: 'bo', number: 2, role: 'x'}],
    ['SESSION_HAS_NUMBER', 'its number with another title', {session: 'bo', title: 'Other'}],
    [
      'SESSION_HAS_NUMBER',
      'its number with other responsibilities',
      {session: 'bo', responsibilities: ['Bake']}
    ],
    ['CLAIM_INVALID', 'a block without a role', {session: 'new', number: 5, goal: '5 daily'}],
    ['CLAIM_INVALID', 'a block without a goal', {session: 'new', number: 5, role: 'grill'}],
    ['CLAIM_INVALID', 'a new block without a role', {session: 'new', number: 6, goal: '5 daily'}],
    ['CLAIM_INVALID', 'a role of 301 characters', {role: long(301)}],
    ['CLAIM_INVALID', 'a goal of 501 characters', {goal: long(501)}],
    ['CLAIM_INVALID', 'a responsibility of 301 characters', {responsibilities: [long(301)]}],
    [
      'CLAIM_INVALID',
      '51 responsibilities',
      {responsibilities: Array.from({length: 51}, (_, index) => `Task ${index}`)}
    ],
    ['CLAIM_INVALID', 'a session id with blanks', {session: 'a b', number: 4}],
    ['CLAIM_INVALID', 'a session id of 201 characters', {session: 'a'.repeat(201), number: 4}],
    ['CLAIM_INVALID', 'a session id that starts with a hyphen', {session: '-a', number: 4}]
  ]

for (const [code, name, request, policy] of refusals) {
  test(`claim() refuses with ${code}: ${name}`, () => {
    refused(code, () => claimIn(settingOf(kitchen, policy), request))
  })
}

const unusable: readonly (readonly [string, string])[] = [
  ['a newline', 'grill\nmaster'],
  ['a carriage return', 'grill\rmaster'],
  ['a tab', 'grill\tmaster'],
  ['an escape', 'grill \u001B[31m'],
  ['NUL', 'grill\0'],
  ['a C1 control', 'grill\u0085'],
  ['a right-to-left override', 'grill \u202E'],
  ['an isolate', 'grill \u2066x\u2069'],
  ['a zero-width space', 'gr\u200Bill'],
  ['a joiner between letters', 'gr\u200Dill'],
  ['a byte order mark', '\uFEFFgrill'],
  ['a soft hyphen', 'gr\u00ADill'],
  ['a line separator', 'grill\u2028master'],
  ['a paragraph separator', 'grill\u2029master'],
  ['a lone surrogate', 'grill \uD83D'],
  ['a private character', 'grill \uE000'],
  ['nothing', ''],
  ['blanks only', '  '],
  ['brackets', '[open]'],
  ['brackets and blanks', ' [role] ']
]

const places: readonly (readonly [string, (value: string) => Partial<ClaimRequest>])[] = [
  ['role', (role) => ({role})],
  ['goal', (goal) => ({goal})],
  ['title', (title) => ({title})],
  ['responsibility', (item) => ({responsibilities: ['Stew', item]})],
  ['session', (session) => ({session, number: 4})]
]

for (const [place, put] of places) {
  for (const [name, value] of unusable) {
    test(`claim() refuses with CLAIM_INVALID: a ${place} of ${name}`, () => {
      refused('CLAIM_INVALID', () => claimIn(settingOf(kitchen), put(value)))
    })
  }
}

test('claim() says which hidden character it found, and where', () => {
  const setting = settingOf(kitchen)
  const {details} = refused('CLAIM_INVALID', () => claimIn(setting, {goal: '5 a\u202Eb'}))
  assert.deepEqual(details, {options: ['goal'], offset: 3, codePoint: 'U+202E'})
})

const longest: readonly (readonly [string, Partial<ClaimRequest>])[] = [
  ['a role of 300 characters', {role: long(300)}],
  ['a goal of 500 characters', {goal: long(500)}],
  ['a goal of 500 emoji', {goal: '🍰'.repeat(500)}],
  ['an emoji of several characters', {role: 'cook 👩‍🍳'}],
  [
    '50 responsibilities',
    {responsibilities: Array.from({length: 50}, (_, index) => `Task ${index}`)}
  ],
  ['a title in many scripts', {title: '料理 кухня مطبخ'}]
]

for (const [name, request] of longest) {
  test(`claim() accepts ${name}`, () => {
    const setting = settingOf(kitchen)
    const decision = claimIn(setting, request)
    assert.deepEqual(blockAt(after(setting, decision).registry.blocks, 3).claim, decision.claim)
  })
}

const twin = (field: string, from: string, to: string) => kitchen.replace(`${field}: ${from}`, to)

const contradictions: readonly (readonly [string, string])[] = [
  [
    'two blocks for the number',
    kitchen.replace('Session #5', 'Session #4: Twin').replace('**NUMBER**: 5', '**NUMBER**: 4')
  ],
  ['another number in the field', twin('**NUMBER**', '4', '**NUMBER**: 9')],
  ['words in the number field', twin('**NUMBER**', '4', '**NUMBER**: four')],
  ['a status that is not known', kitchen.replaceAll('⏳ PENDING REGISTRATION', 'NOT REGISTERED')],
  [
    'alternatives for a status',
    kitchen.replaceAll('⏳ PENDING REGISTRATION', 'REGISTERED | PENDING')
  ]
]

for (const [name, text] of contradictions) {
  test(`claim() refuses with REGISTRY_INVALID: a document with ${name}`, () => {
    assert.notEqual(text, kitchen)
    refused('REGISTRY_INVALID', () => claimIn(settingOf(text), {session: 'new', number: 4}))
  })

  test(`release() refuses with REGISTRY_INVALID: a document with ${name}`, () => {
    refused('REGISTRY_INVALID', () => releaseIn(settingOf(text), {session: 'chef', number: 4}))
  })

  test(`ready() refuses with REGISTRY_INVALID: a document with ${name}`, () => {
    refused('REGISTRY_INVALID', () => readyIn(settingOf(text), {number: 4}))
  })

  test(`claim() never gives away, as the next number, one with ${name}`, () => {
    let number: number | undefined
    try {
      number = claimIn(settingOf(text), {session: 'new', next: true, ...own}).claim.number
    } catch (error) {
      assert.match(
        String((error as {code?: string}).code),
        /^(?:REGISTRY_INVALID|NO_FREE_NUMBER)$/u
      )
    }

    assert.notEqual(number, 4)
  })
}

test('claim() by reservation refuses a number that has two blocks', () => {
  const text = kitchen.replace('Session #5', 'Session #3').replace('**NUMBER**: 5', '**NUMBER**: 3')
  refused('REGISTRY_INVALID', () => claimIn(settingOf(text), {session: 'kim'}))
})

test('claim() says who holds a number and what is available', () => {
  const {details} = refused('NUMBER_TAKEN', () =>
    claimIn(settingOf(kitchen), {session: 'new', number: 1})
  )
  assert.deepEqual(details, {number: 1, holder: 'chef (run-1)', available: [4, 5, 6]})
})

test('claim() says for whom a number is reserved and what is available', () => {
  const {details} = refused('NUMBER_RESERVED', () =>
    claimIn(settingOf(kitchen), {session: 'new', number: 3})
  )
  assert.deepEqual(details, {number: 3, reservedFor: 'kim (run-3)', available: [4, 5, 6]})
})

test('claim() says what is available where a number is needed', () => {
  const setting = settingOf(kitchen)
  const {details} = refused('NUMBER_NEEDED', () => claimIn(setting, {session: 'new'}))
  assert.deepEqual(details['available'], [4, 5, 6])
})

test('claim() says which number the session holds', () => {
  const setting = settingOf(kitchen)
  const {details} = refused('SESSION_HAS_NUMBER', () =>
    claimIn(setting, {session: 'bo', number: 4})
  )
  assert.deepEqual(details, {number: 2})
})

test('claim() refuses with NO_FREE_NUMBER once all numbers are held', () => {
  let setting = settingOf(kitchen)
  for (const session of ['kim', 'a', 'b', 'c']) {
    setting = after(setting, claimIn(setting, {session, next: true, ...own, role: session}))
  }

  refused('NO_FREE_NUMBER', () => claimIn(setting, {session: 'late', next: true, ...own}))
  refused('NUMBER_NEEDED', () => claimIn(setting, {session: 'late', ...own}))
})

test('claim() refuses with NO_FREE_NUMBER where all that is left is reserved', () => {
  const setting = settingOf(seeds.decoded)
  refused('NO_FREE_NUMBER', () => claimIn(setting, {session: 'late', next: true}))
})

test('claim() gives the next number to each of several sessions', () => {
  let setting = settingOf(kitchen)
  const numbers = ['a', 'b', 'c'].map((session) => {
    const decision = claimIn(setting, {session, next: true, ...own, role: session})
    setting = after(setting, decision)
    return decision.claim.number
  })
  assert.deepEqual(numbers, [4, 5, 6])
})

const again: readonly (readonly [string, Partial<ClaimRequest>])[] = [
  ['as it was', {}],
  ['with its number', {number: 3}],
  ['with the next number', {next: true}],
  ['by its runtime id', {session: 'run-3'}],
  ['by both parts', {session: 'kim (run-3)'}],
  ['with the same role and goal', {role: 'waiter', goal: '80 guests daily', title: 'Waiter'}],
  ['with blanks around the role', {role: ' waiter '}],
  ['at another time', {now: '2027-01-01T00:00:00Z'}],
  ['without readiness', {ready: false}]
]

for (const [name, request] of again) {
  test(`claim() repeated ${name} changes nothing`, () => {
    const setting = settingOf(kitchen)
    const held = after(setting, claimIn(setting, {}))
    const {claim: found, change} = claimIn(held, request)
    assert.equal(change, undefined)
    assert.equal(found.number, 3)
    assert.equal(found.timestamp, now)
  })
}

test('claim() keeps the reserved id, which says more than the session does', () => {
  const setting = settingOf(kitchen)
  assert.equal(claimIn(setting, {session: 'run-3'}).claim.session, 'kim (run-3)')
})

test('claim() replaces a foreign reservation where reservations are open', () => {
  const setting = settingOf(kitchen, open)
  const {registry} = after(setting, claimIn(setting, {session: 'new', number: 3}))
  assert.equal(blockAt(registry.blocks, 3).claim.session, 'new')
})

test('claim() holds readiness back', () => {
  const setting = settingOf(kitchen)
  const held = after(setting, claimIn(setting, {ready: false}))
  assert.equal(blockAt(held.registry.blocks, 3).claim.ready, undefined)
  const accepted = after(held, readyIn(held, {session: 'kim'}))
  assert.equal(blockAt(accepted.registry.blocks, 3).claim.ready, 'YES')
})

test('claim() without a range takes any number', () => {
  const text = kitchen.replace('[1-6, unique]', '[unique]')
  const setting = settingOf(text)
  assert.equal(setting.registry.range, undefined)
  const {registry} = after(setting, claimIn(setting, {session: 'new', number: 99, ...own}))
  assert.deepEqual(
    registry.blocks.map(({claim: {number}}) => number),
    [1, 2, 3, 4, 5, 99]
  )
})

test('claim() does not take another session by the same prefix for itself', () => {
  const setting = settingOf(kitchen)
  assert.equal(claimIn(setting, {session: 'b', number: 4}).claim.session, 'b')
})

const readiness: readonly (readonly [string, Partial<ReadyRequest>, number])[] = [
  ['its own block', {}, 2],
  ['its own number', {number: 2}, 2]
]

for (const [name, request, number] of readiness) {
  test(`ready() records readiness in ${name}`, () => {
    const setting = settingOf(kitchen)
    const {registry} = after(setting, readyIn(setting, request))
    assert.equal(blockAt(registry.blocks, number).claim.ready, 'YES')
  })
}

test('ready() changes nothing where readiness is recorded', () => {
  const setting = settingOf(kitchen)
  for (const session of ['chef', 'run-1', 'chef (run-1)']) {
    assert.equal(readyIn(setting, {session}).change, undefined)
  }
})

const notReady: readonly (readonly [ErrorCode, string, Partial<ReadyRequest>])[] = [
  ['NOT_REGISTERED', 'a session that holds nothing', {session: 'new'}],
  ['NOT_REGISTERED', 'a session whose block is pending', {session: 'kim'}],
  ['NOT_REGISTERED', 'a number that is pending', {session: 'kim', number: 3}],
  ['NOT_REGISTERED', 'a number without a block', {number: 6}],
  ['NOT_HOLDER', 'the number of another session', {number: 1}],
  ['NOT_HOLDER', 'the orchestrator for another session', {session: 'chef', number: 2}],
  ['NOT_HOLDER', 'another runtime', {session: 'chef (run-2)', number: 1}],
  ['NUMBER_OUT_OF_RANGE', 'a number out of range', {number: 7}]
]

for (const [code, name, request] of notReady) {
  test(`ready() refuses with ${code}: ${name}`, () => {
    refused(code, () => readyIn(settingOf(kitchen), request))
  })
}

const releases: readonly (readonly [string, Partial<ReleaseRequest>, number, Partial<Policy>?])[] =
  [
    ['its holder', {}, 2],
    ['its holder by number', {number: 2}, 2],
    ['its holder by name', {session: 'chef'}, 1],
    ['its holder by runtime id', {session: 'run-1', number: 1}, 1],
    ['its holder by both parts', {session: 'chef (run-1)', number: 1}, 1],
    ['the orchestrator', {session: 'chef', number: 2}, 2],
    ['another orchestrator', {session: 'bo', number: 1}, 1, {orchestrator: 2}]
  ]

for (const [name, request, number, policy] of releases) {
  test(`release() opens a block for ${name}`, () => {
    const setting = settingOf(kitchen, policy)
    const decision = releaseIn(setting, request)
    const {registry} = after(setting, decision)
    const found = blockAt(registry.blocks, number).claim
    assert.deepEqual(found, {
      ...blockAt(setting.registry.blocks, number).claim,
      session: undefined,
      status: 'PENDING',
      timestamp: undefined,
      ready: undefined,
      reason: 'Away'
    })
    assert.deepEqual(found, decision.claim)
  })
}

const kept: readonly (readonly [ErrorCode, string, Partial<ReleaseRequest>, Partial<Policy>?])[] = [
  ['NOT_HOLDER', 'the number of another session', {number: 1}],
  ['NOT_HOLDER', 'a stranger', {session: 'new', number: 2}],
  ['NOT_HOLDER', 'another runtime', {session: 'chef (run-2)', number: 1}],
  ['NOT_HOLDER', 'a former orchestrator', {session: 'chef', number: 2}, {orchestrator: 3}],
  ['NOT_REGISTERED', 'a session that holds nothing', {session: 'new'}],
  ['NOT_REGISTERED', 'a session whose block is pending', {session: 'kim'}],
  ['NOT_REGISTERED', 'a number without a block', {session: 'chef', number: 6}],
  ['NUMBER_OUT_OF_RANGE', 'a number out of range', {session: 'chef', number: 7}],
  ['CLAIM_INVALID', 'an empty reason', {reason: ' '}],
  ['CLAIM_INVALID', 'a reason in brackets', {reason: '[why]'}],
  ['CLAIM_INVALID', 'a reason with a newline', {reason: 'a\nb'}],
  ['CLAIM_INVALID', 'a reason with a bidi control', {reason: 'a \u202E'}],
  ['CLAIM_INVALID', 'a reason of 301 characters', {reason: 'a'.repeat(301)}]
]

for (const [code, name, request, policy] of kept) {
  test(`release() refuses with ${code}: ${name}`, () => {
    refused(code, () => releaseIn(settingOf(kitchen, policy), request))
  })
}

test('release() refuses a session that only waits for the orchestrator’s number', () => {
  const text = kitchen.replace('✅ REGISTERED', '⏳ PENDING REGISTRATION')
  refused('NOT_HOLDER', () => releaseIn(settingOf(text), {session: 'chef', number: 2}))
})

test('release() of a pending block changes nothing', () => {
  const setting = settingOf(kitchen)
  assert.equal(releaseIn(setting, {session: 'new', number: 4}).change, undefined)
  const released = after(setting, releaseIn(setting, {}))
  assert.equal(releaseIn(released, {number: 2}).change, undefined)
})

test('claim() after release() gives the number to another session, and drops the reason', () => {
  const setting = settingOf(kitchen)
  const released = after(setting, releaseIn(setting, {}))
  const {registry} = after(released, claimIn(released, {session: 'new', number: 2}))
  const found = blockAt(registry.blocks, 2).claim
  assert.equal(found.session, 'new')
  assert.equal(found.reason, undefined)
  assert.equal(found.ready, 'YES')
})

test('claim() and release() turn the document back into what it was, but for the reason', () => {
  const setting = settingOf(kitchen)
  const claimed = after(setting, claimIn(setting, {session: 'new', number: 4}))
  const {registry} = after(claimed, releaseIn(claimed, {session: 'new'}))
  assert.equal(registry.text.replace('- **REASON**: Away\n', ''), kitchen)
})

const waiting = (session: string) => `# Kitchen

### Session #1
- **ROLE**: cook
- **GOAL**: 40 plates daily
- **SESSION_ID**: ${session}
- **STATUS**: PENDING

### Session #2
- **ROLE**: baker
- **GOAL**: 40 loaves daily
- **STATUS**: PENDING
`

test('claim() of a block reserved for a name says which runtime took it, so that another is refused', () => {
  const setting = settingOf(waiting('kim'), {})
  const taken = after(setting, claimIn(setting, {session: 'kim (run-1)'}))
  assert.equal(blockAt(taken.registry.blocks, 1).claim.session, 'kim (run-1)')
  refused('NUMBER_TAKEN', () => claimIn(taken, {session: 'kim (run-2)', number: 1}))
  assert.equal(claimIn(taken, {session: 'kim'}).change, undefined)
})

test('a name that fits two registered sessions is not taken for one of them', () => {
  const setting = settingOf(waiting('kim'), {})
  const one = after(setting, claimIn(setting, {session: 'kim (run-1)'}))
  const two = after(one, claimIn(one, {session: 'kim (run-2)', number: 2}))
  refused('NUMBER_NEEDED', () => claimIn(two, {session: 'kim'}))
  refused('NUMBER_NEEDED', () => releaseIn(two, {session: 'kim'}))
  assert.equal(claimIn(two, {session: 'kim', number: 2}).claim.number, 2)
  assert.equal(claimIn(two, {session: 'kim (run-2)'}).claim.number, 2)
})

test('release() of a block with blank lines between its fields leaves no more of them', () => {
  const held = ['NUMBER**: 1', 'ROLE**: cook', 'GOAL**: 40 plates daily', 'SESSION_ID**: kim']
  const rest = ['STATUS**: ✅ REGISTERED', 'TIMESTAMP**: 2026-11-20T18:10:27Z', 'READY**: YES']
  const fields = [...held, ...rest].map((field) => `- **${field}\n`).join('\n')
  const setting = settingOf(`# Kitchen\n\n### Session #1\n\n${fields}\n---\n\nThe end.\n`, {})
  const {text} = after(setting, releaseIn(setting, {session: 'kim'})).registry
  assert.match(text, /STATUS\*\*: .*\n\n- \*\*REASON\*\*: .*\n\n---\n\nThe end\.\n$/u)
  assert.doesNotMatch(text, /\n\n\n/u)
})
