import assert from 'node:assert/strict'
import {test} from 'node:test'
import fc from 'fast-check'
import type {Claim} from '../../src/core/claim.ts'
import {statesOf} from '../../src/core/changes/block-change.ts'
import {parseRegistry} from '../../src/core/parse.ts'
import {blockAt, refused, seeds, sliceOf} from '../helpers/core.ts'

/** What the twelve blocks of the seed say. */
const seedSessions = [
  [1, 'Orchestrator', 'marketing-orchestrator (session-1763243065)', 5],
  [2, 'Research Team Leader', 'marketing-research-1 (session-1763243080)', 4],
  [3, 'Research Team Member', 'marketing-research-2 (session-1763243097)', 4],
  [4, 'Outreach Team Leader', 'marketing-outreach-1 (session-1763243115)', 4],
  [5, 'Outreach Team Member', 'marketing-outreach-2 (session-1763243134)', 4],
  [6, 'Outreach Team Member', 'marketing-outreach-3 (session-1763243153)', 4],
  [7, 'Conversation Team Leader', 'marketing-conversation-1 (session-1763243173)', 4],
  [8, 'Conversation Team Member', 'marketing-conversation-2 (session-1763243198)', 4],
  [9, 'Conversation Team Member', 'marketing-conversation-3 (session-1763243285)', 4],
  [10, 'Human Coordination', 'marketing-human-approver (session-1763243354)', 5],
  [11, 'Sales Support Primary', 'marketing-sales-closer-1 (session-1763243402)', 5],
  [12, 'Sales Support Backup', 'marketing-sales-closer-2 (session-1763243456)', 5]
] as const

for (const [name, text] of Object.entries(seeds)) {
  test(`parseRegistry() reads the seed (${name})`, () => {
    const registry = parseRegistry(text)
    const found = registry.blocks.map(({claim}) => [
      claim.number,
      claim.title,
      claim.session,
      claim.responsibilities.length
    ])

    assert.deepEqual(found, seedSessions)
    assert.ok(registry.blocks.every(({claim}) => claim.status === 'PENDING'))
    assert.ok(registry.blocks.every(({claim}) => claim.role && claim.goal && !claim.ready))
    assert.deepEqual(registry.range, {first: 1, last: 12})
    assert.equal(registry.headerStatus?.value, 'Registration in progress')
    assert.equal(registry.currentStatus?.value, '0/12 sessions registered')
    assert.equal(registry.nextAction?.value, 'Each session must register their identity')
    assert.deepEqual(
      registry.tasks.map(({checked, text: task}) => [checked, task]),
      [
        [false, 'All 12 sessions registered with unique numbers'],
        [false, 'No duplicate numbers claimed'],
        [false, 'All roles clearly defined and accepted'],
        [false, 'All goals measurable and committed to'],
        [false, 'Orchestrator confirms no conflicts'],
        [false, 'Human approves final registry']
      ]
    )
  })

  test(`parseRegistry() reads all values of block 3 (${name})`, () => {
    assert.deepEqual(blockAt(parseRegistry(text).blocks, 3).claim, {
      ...nothing,
      number: 3,
      title: 'Research Team Member',
      role: 'Prospect Research AI - Find and score prospects (Batch 2)',
      goal: 'Find 25 high-quality prospects daily, avg score 70+/100',
      session: 'marketing-research-2 (session-1763243097)',
      responsibilities: [
        'Find 25 prospects matching ICP',
        'Enrich with company/role data',
        'Score each prospect 0-100',
        'Queue prospects 26-50 for approval'
      ]
    })
  })
}

/** A block of which only the heading is read. */
const nothing: Omit<Claim, 'number'> = {
  title: undefined,
  role: undefined,
  goal: undefined,
  session: undefined,
  responsibilities: [],
  status: 'PENDING',
  timestamp: undefined,
  ready: undefined,
  acknowledged: undefined,
  reason: undefined
}

const headings: readonly (readonly [string, string, number, string | undefined])[] = [
  ['the usual form', '### Session #3: Cook', 3, 'Cook'],
  ['depth 1', '# Session #3: Cook', 3, 'Cook'],
  ['depth 2', '## Session #3: Cook', 3, 'Cook'],
  ['depth 4', '#### Session #3: Cook', 3, 'Cook'],
  ['depth 5', '##### Session #3: Cook', 3, 'Cook'],
  ['depth 6', '###### Session #3: Cook', 3, 'Cook'],
  ['no number sign', '### Session 3: Cook', 3, 'Cook'],
  ['a hyphen', '### Session #3 - Cook', 3, 'Cook'],
  ['an en dash', '### Session #3 – Cook', 3, 'Cook'],
  ['an em dash', '### Session 3 — Cook', 3, 'Cook'],
  ['a hyphen without the number sign', '### Session 3 - Cook', 3, 'Cook'],
  ['bold', '### **Session #3: Cook**', 3, 'Cook'],
  ['bold with underscores', '### __Session #3: Cook__', 3, 'Cook'],
  ['bold, no title', '### **Session #3**', 3, undefined],
  ['no title', '### Session #3', 3, undefined],
  ['no title after a colon', '### Session #3:', 3, undefined],
  ['closing number signs', '### Session #3: Cook ###', 3, 'Cook'],
  ['lower case', '### session #3: Cook', 3, 'Cook'],
  ['upper case', '### SESSION #3: Cook', 3, 'Cook'],
  ['indented by three', '   ### Session #3: Cook', 3, 'Cook'],
  ['a tab after the number signs', '###\tSession #3: Cook', 3, 'Cook'],
  ['setext, depth 1', 'Session #3: Cook\n===', 3, 'Cook'],
  ['setext, depth 2', 'Session #3: Cook\n---', 3, 'Cook'],
  ['setext, bold', '**Session #3: Cook**\n---', 3, 'Cook'],
  ['a colon in the title', '### Session #3: Cook: head', 3, 'Cook: head'],
  ['a dash in the title', '### Session #3: Cook - head', 3, 'Cook - head'],
  ['emphasis in the title', '### Session #3: Head *cook*', 3, 'Head cook'],
  ['a number of two digits', '### Session #12: Cook', 12, 'Cook'],
  ['a number with a leading zero', '### Session #03: Cook', 3, 'Cook']
]

for (const [name, source, number, title] of headings) {
  test(`parseRegistry() reads a heading with ${name}`, () => {
    const {blocks} = parseRegistry(`# Top\n\n${source}\n- **ROLE**: cook\n`)
    assert.deepEqual(
      blocks.map(({claim}) => [claim.number, claim.title, claim.role]),
      [[number, title, 'cook']]
    )
  })
}

const noBlocks: readonly (readonly [string, string])[] = [
  ['a word after the number', '### Session #1 Example:'],
  ['no number', '### Session: Cook'],
  ['number 0', '### Session #0: Cook'],
  ['another word', '### Sessions #3: Cook'],
  ['a word before it', '### The Session #3: Cook'],
  ['a negative number', '### Session -3: Cook'],
  ['no heading', 'Session #3: Cook'],
  ['no blank after the number signs', '###Session #3: Cook'],
  ['seven number signs', '####### Session #3: Cook'],
  ['an indent of four', '    ### Session #3: Cook'],
  ['a fence of backticks', '```\n### Session #3: Cook\n```'],
  ['a fence of tildes', '~~~md\n### Session #3: Cook\n~~~'],
  ['a longer fence that holds a shorter one', '````\n```\n### Session #3: Cook\n```\n````'],
  ['a fence that never closes', '```\n### Session #3: Cook\n\n- **NUMBER**: 3'],
  ['a comment', '<!--\n### Session #3: Cook\n-->'],
  ['a comment with blank lines', '<!-- note\n\n### Session #3: Cook\n\n- NUMBER: 3\n-->'],
  ['a `pre` block', '<pre>\n\n### Session #3: Cook\n\n</pre>'],
  ['a `div` block', '<div>\n### Session #3: Cook\n</div>'],
  ['a CDATA section', '<![CDATA[\n\n### Session #3: Cook\n\n]]>'],
  ['a block quote', '> ### Session #3: Cook\n> - NUMBER: 3'],
  ['a list item', '- ### Session #3: Cook\n  - NUMBER: 3'],
  ['an ordered list item', '1. ### Session #3: Cook'],
  ['an escaped number sign', '\\### Session #3: Cook']
]

for (const [name, source] of noBlocks) {
  test(`parseRegistry() sees no block in ${name}`, () => {
    const text = `# Top\n\n${source}\n`
    assert.deepEqual(parseRegistry(text).blocks, [])
  })
}

const fields: readonly (readonly [string, string, Partial<Claim>])[] = [
  ['bold, colon outside', '- **ROLE**: cook', {role: 'cook'}],
  ['bold, colon inside', '- **Role:** cook', {role: 'cook'}],
  ['underscores, colon outside', '- __ROLE__: cook', {role: 'cook'}],
  ['underscores, colon inside', '- __Role:__ cook', {role: 'cook'}],
  ['a plain name', '- ROLE: cook', {role: 'cook'}],
  ['a plain name in lower case', '- role: cook', {role: 'cook'}],
  ['asterisk bullets', '* **ROLE**: cook\n* **GOAL**: stew', {role: 'cook', goal: 'stew'}],
  ['plus bullets', '+ **ROLE**: cook\n+ **GOAL**: stew', {role: 'cook', goal: 'stew'}],
  ['no blank after the colon', '- **ROLE**:cook', {role: 'cook'}],
  ['a blank before the colon', '- **ROLE** : cook', {role: 'cook'}],
  ['a tab after the colon', '- **ROLE**:\tcook', {role: 'cook'}],
  ['a tab after the bullet', '-\t**ROLE**: cook', {role: 'cook'}],
  ['trailing blanks', '- **ROLE**: cook  ', {role: 'cook'}],
  ['indented bullets', '  - **ROLE**: cook', {role: 'cook'}],
  ['a loose list', '- **ROLE**: cook\n\n- **GOAL**: stew', {role: 'cook', goal: 'stew'}],
  ['a value on two lines', '- **GOAL**: stew\n  by noon', {goal: 'stew by noon'}],
  ['a value with a colon', '- **ROLE**: cook: stews', {role: 'cook: stews'}],
  ['a value with emphasis', '- **ROLE**: head *cook*', {role: 'head cook'}],
  ['a value with code', '- **ROLE**: head `cook`', {role: 'head cook'}],
  ['a value with an entity', '- **ROLE**: cook &amp; clean', {role: 'cook & clean'}],
  ['a value with an escape', '- **ROLE**: cook \\*', {role: 'cook *'}],
  ['an underscore in the name', '- **SESSION_ID**: kim', {session: 'kim'}],
  ['a space in the name', '- **Session ID**: kim', {session: 'kim'}],
  ['neither in the name', '- **SessionId**: kim', {session: 'kim'}],
  ['a plain name with a space', '- session id: kim', {session: 'kim'}],
  ['both parts of a session id', '- SESSION_ID: kim (run-7)', {session: 'kim (run-7)'}],
  ['no session id', '- ROLE: cook', {session: undefined}],
  ['an empty session id', '- **SESSION_ID**:', {session: undefined}],
  ['a bracketed session id', '- **SESSION_ID**: [open]', {session: undefined}],
  ['another bracketed session id', '- SESSION_ID: [your id here]', {session: undefined}],
  ['empty brackets', '- SESSION_ID: []', {session: undefined}],
  ['brackets at the start only', '- SESSION_ID: [a] b', {session: '[a] b'}],
  [
    'a nested list',
    '- RESPONSIBILITIES:\n  - Stew\n  - Bake',
    {responsibilities: ['Stew', 'Bake']}
  ],
  [
    'a nested list with other bullets',
    '- RESPONSIBILITIES:\n  * Stew\n  * Bake',
    {responsibilities: ['Stew', 'Bake']}
  ],
  ['a nested list with tabs', '- Responsibilities:\n\t- Stew', {responsibilities: ['Stew']}],
  [
    'a nested list with a blank line before',
    '- RESPONSIBILITIES:\n\n  - Stew\n  - Bake',
    {responsibilities: ['Stew', 'Bake']}
  ],
  ['a comma list', '- RESPONSIBILITIES: Stew, Bake', {responsibilities: ['Stew', 'Bake']}],
  [
    'a comma list with gaps',
    '- RESPONSIBILITIES: Stew,, Bake,',
    {responsibilities: ['Stew', 'Bake']}
  ],
  ['a comma in a nested list', '- RESPONSIBILITIES:\n  - a, b', {responsibilities: ['a, b']}],
  ['one responsibility', '- RESPONSIBILITIES: Stew', {responsibilities: ['Stew']}],
  ['no responsibilities', '- RESPONSIBILITIES:', {responsibilities: []}],
  ['a placeholder', '- RESPONSIBILITIES: [tasks]', {responsibilities: []}],
  ['status pending', '- STATUS: PENDING', {status: 'PENDING'}],
  ['status pending registration', '- STATUS: PENDING REGISTRATION', {status: 'PENDING'}],
  ['status pending with a symbol', '- STATUS: ⏳ PENDING REGISTRATION', {status: 'PENDING'}],
  ['status pending with mojibake', '- STATUS: ‚è≥ PENDING REGISTRATION', {status: 'PENDING'}],
  ['status registered', '- STATUS: REGISTERED', {status: 'REGISTERED'}],
  ['status registered with a symbol', '- STATUS: ✅ REGISTERED', {status: 'REGISTERED'}],
  ['status registered with mojibake', '- STATUS: ‚úÖ REGISTERED', {status: 'REGISTERED'}],
  ['status in lower case', '- Status: registered', {status: 'REGISTERED'}],
  ['an empty status', '- STATUS:', {status: 'PENDING'}],
  ['no status', '- ROLE: cook', {status: 'PENDING'}],
  ['status not registered', '- STATUS: NOT REGISTERED', {status: 'UNKNOWN'}],
  ['status unregistered', '- STATUS: UNREGISTERED', {status: 'UNKNOWN'}],
  ['status with more', '- STATUS: REGISTERED (maybe)', {status: 'UNKNOWN'}],
  ['the alternatives', '- STATUS: REGISTERED | PENDING', {status: 'UNKNOWN'}],
  ['a timestamp', `- TIMESTAMP: 2026-11-20T18:10:27Z`, {timestamp: '2026-11-20T18:10:27Z'}],
  ['readiness', '- READY: YES', {ready: 'YES'}],
  ['an acknowledgement', '- ACKNOWLEDGED: now abc', {acknowledged: 'now abc'}],
  ['a reason', '- REASON: away', {reason: 'away'}],
  ['fields after prose', 'Hello.\n\n- ROLE: cook', {role: 'cook'}],
  ['fields in two lists', '- ROLE: cook\n\nAnd\n\n* GOAL: stew', {role: 'cook', goal: 'stew'}],
  ['the first of two fields', '- ROLE: cook\n- ROLE: waiter', {role: 'cook'}],
  ['no field under a subheading', '- ROLE: cook\n\n#### More\n\n- GOAL: stew', {goal: undefined}],
  ['no field after the block', '- ROLE: cook\n\n## Next\n\n- GOAL: stew', {goal: undefined}],
  ['no field in code', '```\n- ROLE: cook\n```', {role: undefined}]
]

for (const [name, source, expected] of fields) {
  test(`parseRegistry() reads a field list with ${name}`, () => {
    const {blocks} = parseRegistry(`### Session #3: Cook\n\n${source}\n`)
    assert.equal(blocks.length, 1)
    const claim = blockAt(blocks, 3).claim
    const found = Object.fromEntries(
      Object.keys(expected).map((key) => [key, claim[key as keyof Claim]])
    )
    assert.deepEqual(found, expected)
  })
}

const numbers: readonly (readonly [string, string, string | undefined])[] = [
  ['agrees', '- **NUMBER**: 3', '3'],
  ['has its colon inside', '- **Number:** 3', '3'],
  ['is plain', '- NUMBER: 3', '3'],
  ['disagrees', '- **NUMBER**: 4', '4'],
  ['is missing', '- **ROLE**: cook', undefined]
]

for (const [name, source, value] of numbers) {
  test(`parseRegistry() counts the heading's number where the field ${name}`, () => {
    const [block] = parseRegistry(`### Session #3\n${source}\n`).blocks
    assert.equal(block?.claim.number, 3)
    assert.equal(block?.fields.find(({key}) => key === 'NUMBER')?.value, value)
  })
}

test('parseRegistry() keeps fields that it does not know', () => {
  const [block] = parseRegistry('### Session #3\n- **Shoe size**: 43\n- NUMBER: 3\n').blocks
  assert.deepEqual(
    block?.fields.map(({key, value}) => [key, value]),
    [
      ['SHOESIZE', '43'],
      ['NUMBER', '3']
    ]
  )
})

test('parseRegistry() ends a block at a heading of its level, a higher one, or a session', () => {
  const source = [
    '## Session #1: A\nx\n#### Note\ny\n',
    '### Session #2: B\nz\n',
    '## Between\n',
    '### Session #3: C\n',
    '### Other\n'
  ]
  const text = source.join('')
  assert.deepEqual(
    parseRegistry(text).blocks.map(({lines}) => sliceOf(text, lines)),
    [source[0], source[1], source[3]]
  )
})

/** One document in many forms; all say the same. */
const dialect = `# Top

**Status**: Open
**Current Status**: 1/2 sessions registered

## Registration Format

\`\`\`
NUMBER: [1-2, unique]
\`\`\`

### Session #1: Cook
- **NUMBER**: 1
- **ROLE**: cook
- **RESPONSIBILITIES**:
  - Stew
  - Bake
- **STATUS**: REGISTERED

### Session #2: Waiter
- **NUMBER**: 2

## Consensus Validation

- [x] Done
- [ ] Not done`

const endings: readonly (readonly [string, string])[] = [
  ['LF', dialect],
  ['LF and a final newline', `${dialect}\n`],
  ['CRLF', dialect.replaceAll('\n', '\r\n')],
  ['CR', dialect.replaceAll('\n', '\r')],
  ['tabs', dialect.replaceAll('- **', '-\t**').replaceAll('  - ', '\t- ')],
  ['trailing blanks', dialect.replaceAll('\n', ' \n').replaceAll('``` ', '```')],
  ['mixed endings', dialect.replace('\n\n', '\r\n\r\n').replace('cook\n', 'cook\r')],
  ['front matter', `---\nregistry:\n  branch: main\n---\n${dialect}`],
  ['front matter that looks like a block', `---\nx: |\n  a\n### Session #9: X\n---\n${dialect}`],
  ['front matter in CRLF', `---\nx: 1\n---\n${dialect}`.replaceAll('\n', '\r\n')],
  ['front matter in CR', `---\nx: 1\n---\n${dialect}`.replaceAll('\n', '\r')],
  ['empty front matter', `---\n---\n${dialect}`],
  ['a rule that is no front matter', `---\n\n${dialect}`]
]

for (const [name, text] of endings) {
  test(`parseRegistry() reads a document with ${name}`, () => {
    const {blocks, range, tasks, currentStatus} = parseRegistry(text)
    assert.deepEqual(
      blocks.map(({claim}) => claim),
      [
        {
          ...nothing,
          number: 1,
          title: 'Cook',
          role: 'cook',
          responsibilities: ['Stew', 'Bake'],
          status: 'REGISTERED'
        },
        {...nothing, number: 2, title: 'Waiter'}
      ]
    )
    assert.deepEqual(range, {first: 1, last: 2})
    assert.deepEqual(
      tasks.map(({checked, box}) => [checked, sliceOf(text, box)]),
      [
        [true, 'x'],
        [false, ' ']
      ]
    )
    assert.equal(currentStatus?.value, '1/2 sessions registered')
    assert.equal(sliceOf(text, currentStatus.content), '1/2 sessions registered')
  })
}

test('parseRegistry() reads front matter that never closes as text', () => {
  const {blocks} = parseRegistry('---\nregistry:\n\n### Session #3: Cook\n- ROLE: cook\n')
  assert.deepEqual(
    blocks.map(({claim}) => [claim.number, claim.role]),
    [[3, 'cook']]
  )
})

test('parseRegistry() reads any text as a registry', () => {
  for (const text of ['', '\n', '\r', ' ', '---', '---\n', '---\n---', '#', '\0', '\uD800']) {
    assert.deepEqual(parseRegistry(text).blocks, [])
  }
})

const ranges: readonly (readonly [string, string, unknown])[] = [
  ['the usual form', '```\nNUMBER: [1-12, unique]\n```', {first: 1, last: 12}],
  ['another start', '```\nNUMBER: [5-7]\n```', {first: 5, last: 7}],
  ['an en dash', '```\nNUMBER: [1–3]\n```', {first: 1, last: 3}],
  ['another line before', '~~~\nROLE: x\n number : [ 1 - 3 ]\n~~~', {first: 1, last: 3}],
  ['a reversed range', '```\nNUMBER: [12-1]\n```', undefined],
  ['a range from zero', '```\nNUMBER: [0-3]\n```', undefined],
  ['no range', '```\nNUMBER: [unique]\n```', undefined],
  ['no code block', 'NUMBER: [1-12]', undefined]
]

for (const [name, source, expected] of ranges) {
  test(`parseRegistry() reads the range with ${name}`, () => {
    const text = `# Top\n\n## Registration Format\n\n${source}\n\n## Rest\n`
    assert.deepEqual(parseRegistry(text).range, expected)
  })
}

const labels: readonly (readonly [string, string, string | undefined])[] = [
  ['colon outside', '**Current Status**: 3/12', '3/12'],
  ['colon inside', '**Current Status:** 3/12', '3/12'],
  ['underscores', '__Current Status__: 3/12', '3/12'],
  ['another case', '**CURRENT STATUS**: 3/12', '3/12'],
  ['trailing blanks', '**Current Status**: 3/12  \nmore', '3/12'],
  ['no value', '**Current Status**:', ''],
  ['lines around it', '**A**: b\n**Current Status**: 3/12\n**C**: d', '3/12'],
  ['text before it', 'The **Current Status**: 3/12', undefined],
  ['a list around it', '- **Current Status**: 3/12', undefined],
  ['a quote around it', '> **Current Status**: 3/12', undefined],
  ['code around it', '```\n**Current Status**: 3/12\n```', undefined]
]

for (const [name, source, expected] of labels) {
  test(`parseRegistry() reads a line with ${name}`, () => {
    const text = `# Top\n\n${source}\n`
    const line = parseRegistry(text).currentStatus
    assert.equal(line?.value, expected)
    assert.equal(line && sliceOf(text, line.content), expected)
  })
}

test('parseRegistry() looks for the header’s status in the header only', () => {
  const text = '# Top\n\n**Purpose**: x\n\n## Second\n\n**Status**: y\n'
  assert.equal(parseRegistry(text).headerStatus, undefined)
})

test('parseRegistry() refuses emphasis in emphasis beyond the stack, by name', () => {
  const stars = '*'.repeat(6000)
  // How deep the stack is depends on what is compiled by now: little of it is left here.
  deepInStack(() => {
    refused('REGISTRY_INVALID', () => parseRegistry(`# A\n\n${stars}x${stars}\n`))
  })
})

/** Runs something with half of the stack in use. */
function deepInStack(run: () => void): void {
  let depth = 0
  const measure = () => {
    depth++
    measure()
  }
  assert.throws(measure, RangeError)
  const descend = (left: number) => {
    if (left === 0) run()
    else descend(left - 1)
  }
  descend(Math.floor(depth / 2))
}

for (const [form, label] of [
  ['whole', '**GOAL:**'],
  ['plain', '**GOAL**:']
] as const) {
  for (const [name, value] of [
    ['blanks', `a${' '.repeat(30_000)}b`],
    ['dashes', `a ${'-'.repeat(30_000)}x`],
    ['tabs', `a${'\t'.repeat(30_000)}b`]
  ] as const) {
    test(`a long run of ${name} in a value costs no more than reading it: ${form}`, () => {
      const textOf = (goal: string) => `### Session #1\n\n- ${label} ${goal}\n`
      const timeOf = (text: string) => {
        const start = performance.now()
        statesOf(parseRegistry(text))
        return performance.now() - start
      }
      // A machine at work stalls now and then; the least of three is what it costs.
      const leastOf = (goal: string) => Math.min(...[1, 2, 3].map(() => timeOf(textOf(goal))))
      assert.ok(leastOf(value) < 10 * leastOf('a '.repeat(15_000)) + 100)
    })
  }
}

test('a line of the format of ASCII is read as beside other characters', () => {
  const piece = fc.constantFrom(
    'NUMBER',
    'Session_id',
    'a-b 2',
    ':',
    ' : ',
    ' ',
    '_',
    '9',
    '[1-12]',
    '|'
  )
  const lineOf = (source: string) =>
    parseRegistry(`# Top\n\n## Registration Format\n\n~~~\n${source}\n~~~\n`).format?.lines[0]
  fc.assert(
    fc.property(fc.array(piece, {maxLength: 5}), (pieces) => {
      const source = pieces.join('')
      const [alone, beside] = [lineOf(`${source}x`), lineOf(`${source}é`)]
      assert.equal(alone?.key, beside?.key)
      assert.equal(alone?.value, beside?.value.replace('é', 'x'))
    })
  )
})
