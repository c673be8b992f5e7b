import assert from 'node:assert/strict'
import {createHash} from 'node:crypto'
import {describe, test} from 'node:test'
import {ack} from '../../src/core/actions/ack.ts'
import type {Decision, Setting} from '../../src/core/actions/action.ts'
import {activate} from '../../src/core/actions/activate.ts'
import {broadcast} from '../../src/core/actions/broadcast.ts'
import {claim} from '../../src/core/actions/claim.ts'
import {confirm} from '../../src/core/actions/confirm.ts'
import {ready} from '../../src/core/actions/ready.ts'
import {type ReassignRequest, reassign} from '../../src/core/actions/reassign.ts'
import {recordStep} from '../../src/core/actions/record-step.ts'
import {release} from '../../src/core/actions/release.ts'
import {requireTurn} from '../../src/core/actions/turn.ts'
import {amend} from '../../src/core/amend.ts'
import {type Landing, differingNumbers, objectionToLanding} from '../../src/core/approval.ts'
import {statesOf} from '../../src/core/changes/block-change.ts'
import {judgeStep} from '../../src/core/changes/step.ts'
import {versionOf} from '../../src/core/changes/version.ts'
import {consensusOf} from '../../src/core/consensus.ts'
import {type Deed, type DeedAction, parseDeeds, renderDeed} from '../../src/core/deed.ts'
import {deriveEdits} from '../../src/core/derive.ts'
import {digestOf} from '../../src/core/digest.ts'
import {applyEdits} from '../../src/core/edit.ts'
import type {ErrorCode} from '../../src/core/error.ts'
import {parseRegistry} from '../../src/core/parse.ts'
import {type Policy, defaultPolicy} from '../../src/core/policy.ts'
import {progressOf} from '../../src/core/protocol/progress.ts'
import {type ActionName, type Stage, protocol, stages} from '../../src/core/protocol/table.ts'
import {derivedStale} from '../../src/core/rules/derived-stale.ts'
import {findRecordForged} from '../../src/core/rules/record-forged.ts'
import {blockAt, now, refused, settingOf, sliceOf} from '../helpers/core.ts'

/** A registered block. */
function blockText(number: number, more = ''): string {
  return `### Session #${number}: Cook ${number}
- **NUMBER**: ${number}
- **ROLE**: cook of course ${number}
- **GOAL**: ${number}0 plates daily
- **SESSION_ID**: cook-${number} (run-${number})
- **RESPONSIBILITIES**:
  - Stew at ${number} PM daily
- **STATUS**: ✅ REGISTERED
- **TIMESTAMP**: 2026-11-01T08:00:00Z
- **READY**: YES
${more}`
}

const tasks = `- [ ] All sessions registered with unique numbers
- [ ] No duplicate numbers claimed
- [ ] All roles clearly defined and accepted
- [ ] All goals measurable and committed to
- [ ] Orchestrator confirms no conflicts
- [ ] Human approves final registry
`

const derivedLines = `**Current Status**: ?

**Next Action**: ?
`

/** A registry in which all are registered and ready. */
function kitchenOf(count: number, list = tasks): string {
  const blocks = Array.from({length: count}, (_, index) => blockText(index + 1))
  return derive(`# Kitchen

**Status**: ?

## Sessions

${blocks.join('\n')}
## Consensus Validation

${list}
${derivedLines}
## End
`)
}

/** Brings derived lines up to date, as every write does. */
function derive(text: string): string {
  return applyEdits(text, deriveEdits(parseRegistry(text)))
}

const kitchen = kitchenOf(3)
const pending = (text: string, number: number) =>
  derive(
    text.replace(
      new RegExp(
        String.raw`(SESSION_ID\*\*: cook-${number} [\s\S]*?)✅ REGISTERED\n.*\n.*READY.*`,
        'u'
      ),
      '$1⏳ PENDING REGISTRATION'
    )
  )

type Step = (setting: Setting) => Decision

const asker = (number: number) => ({session: `cook-${number}`, now, number: undefined})
const chief = asker(1)
const confirms: Step = (setting) => confirm(setting, chief)
const broadcasts: Step = (setting) => broadcast(setting, chief)
const acks =
  (number: number): Step =>
  (setting) =>
    ack(setting, asker(number))
const approves: Step = (setting) => {
  requireTurn(setting, 'approve')
  return {claim: blockAt(setting.registry.blocks, 1).claim, ...recordStep(setting, 'approved', now)}
}
const activates: Step = (setting) =>
  activate(setting, {...chief, start: '2026-11-23', timeZone: 'UTC'})
const claims =
  (number: number): Step =>
  (setting) =>
    claim(setting, {
      ...asker(number),
      number,
      next: false,
      title: undefined,
      role: `cook of course ${number}`,
      goal: `${number}0 plates daily`,
      responsibilities: undefined,
      ready: true
    })
const readies =
  (number: number): Step =>
  (setting) =>
    ready(setting, asker(number))
const releases =
  (number: number): Step =>
  (setting) =>
    release(setting, {...chief, number, reason: 'Away'})
const reassigns =
  (request: Partial<ReassignRequest>): Step =>
  (setting) =>
    reassign(setting, {
      ...chief,
      number: 2,
      role: undefined,
      goal: undefined,
      responsibilities: undefined,
      reason: 'Balance',
      ...request
    })
const rewords = reassigns({goal: '77 plates daily'})

/** Takes steps one after the other; whatever changes nothing is fine. */
function take(setting: Setting, ...steps: readonly Step[]): Setting {
  return steps.reduce((before, step) => {
    const {change} = step(before)
    return change ? {...before, registry: amend(before.registry, change)} : before
  }, setting)
}

const toAck = [confirms, broadcasts]
const ways: Readonly<Record<Exclude<Stage, 'registering'>, readonly Step[]>> = {
  registered: [],
  confirmed: [confirms],
  broadcast: toAck,
  acknowledged: [...toAck, acks(1), acks(2), acks(3)],
  approved: [...toAck, acks(1), acks(2), acks(3), approves],
  activated: [...toAck, acks(1), acks(2), acks(3), approves, activates]
}

const known = new Map<Stage, Setting>()

/** A kitchen of three in a stage; while it is registering, number 3 is open. */
function at(stage: Stage): Setting {
  const setting = known.get(stage) ?? bring(stage)
  known.set(stage, setting)
  return setting
}

function bring(stage: Stage): Setting {
  const setting =
    stage === 'registering'
      ? settingOf(pending(kitchen, 3))
      : take(settingOf(kitchen), ...ways[stage])
  assert.equal(progressOf(setting.registry).stage, stage)
  return setting
}

const stageOf = ({registry}: Setting) => progressOf(registry).stage
const kindsOf = ({registry}: Setting) => registry.records.map(({kind}) => kind)
const boxesOf = ({registry}: Setting) =>
  registry.tasks.map(({checked}) => (checked ? 'x' : '-')).join('')
const found = (text: string) => derivedStale.check(settingOf(text))
const messages = (text: string) => found(text).map(({message}) => message)

/** What keeps a registry in a stage, and the command that goes on. */
const lacks: Readonly<Record<Stage, readonly [readonly string[], string]>> = {
  registering: [['session 3 is not registered'], 'regmd claim 3'],
  registered: [['the orchestrator has not confirmed'], 'regmd confirm'],
  confirmed: [['the registry has not been broadcast'], 'regmd broadcast'],
  broadcast: [[1, 2, 3].map((number) => `session ${number} has not acknowledged`), 'regmd ack'],
  acknowledged: [['no human has approved these blocks'], 'regmd approve'],
  approved: [['the registry has not been activated'], 'regmd activate --start DATE'],
  activated: [[], '']
}

describe('The turn of each action', () => {
  /** First stage in which it is an action's turn. */
  const turns: Readonly<Record<ActionName, Stage>> = {
    claim: 'registering',
    ready: 'registering',
    release: 'registering',
    reassign: 'registering',
    confirm: 'registered',
    broadcast: 'confirmed',
    ack: 'broadcast',
    propose: 'acknowledged',
    approve: 'acknowledged',
    activate: 'approved',
    sync: 'registering'
  }

  test('the table has these actions and no others', () => {
    assert.deepEqual(Object.keys(protocol).toSorted(), Object.keys(turns).toSorted())
  })

  for (const [action, turn] of Object.entries(turns) as [ActionName, Stage][]) {
    for (const stage of stages) {
      const isTurn = stages.indexOf(stage) >= stages.indexOf(turn)
      test(`${action} ${isTurn ? 'has its turn' : 'waits'} while the registry is ${stage}`, () => {
        const setting = at(stage)
        if (isTurn) {
          assert.equal(requireTurn(setting, action).stage, stage)
          return
        }

        const [missing, command] = lacks[stage]
        const {message, hint, details} = refused('NOT_READY', () => requireTurn(setting, action))
        assert.equal(message, `Cannot ${action} yet: ${missing.join(', ')}; nothing was written`)
        assert.equal(hint, command)
        assert.deepEqual(details, {stage, missing})
      })
    }
  }

  for (const [index, stage] of stages.entries()) {
    test(`the next thing that is missing while the registry is ${stage}`, () => {
      const {gates} = progressOf(at(stage).registry)
      const open = gates.find(({missing}) => missing.length > 0)
      assert.deepEqual([open?.missing ?? [], open?.command ?? ''], lacks[stage])
      assert.equal(open?.stage, stages[index + 1])
    })
  }

  test('a refusal names three things, and how many more there are', () => {
    const setting = take(settingOf(kitchenOf(5)), confirms, broadcasts)
    assert.equal(
      refused('NOT_READY', () => approves(setting)).message,
      'Cannot approve yet: session 1 has not acknowledged, session 2 has not acknowledged, session 3 has not acknowledged and 2 more; nothing was written'
    )
  })

  test('a number without a block is missing too', () => {
    const text = kitchen.replace(
      '## Sessions',
      '## Registration Format\n\n```\nNUMBER: [1-5, unique]\n```\n\n## Sessions'
    )
    const {message} = refused('NOT_READY', () => confirms(settingOf(text)))
    assert.equal(message, 'Cannot confirm yet: 2 numbers have no block; nothing was written')
  })

  test('confirm waits while `check` finds errors, but for lines that it puts right itself', () => {
    const overlapping = kitchen
      .replace('Stew at 1 PM daily', 'Send emails for prospects 1-20')
      .replace('Stew at 2 PM daily', 'Send emails for prospects 10-30')
    const {message, hint, details} = refused('NOT_READY', () => confirms(settingOf(overlapping)))
    assert.match(message, /^Cannot confirm yet: .*\(ROLE_OVERLAP\).*; nothing was written$/u)
    assert.equal(hint, 'regmd check')
    assert.equal(details['stage'], 'registered')
    const stale = kitchen.replaceAll('- [x]', '- [ ]')
    assert.equal(stageOf(take(settingOf(stale), confirms)), 'confirmed')
    const hushed = settingOf(overlapping, {rules: {ROLE_OVERLAP: 'warning'}})
    assert.equal(stageOf(take(hushed, confirms)), 'confirmed')
  })

  const outcomes: readonly (readonly [string, Step, string])[] = [
    ['claim of one’s own number', claims(2), 'sssssss'],
    ['claim of number 3', claims(3), '+ssssss'],
    ['ready', readies(2), 'sssssss'],
    ['release', releases(2), '+++++++'],
    ['reassign', rewords, '+++++++'],
    ['confirm', confirms, '-+sssss'],
    ['broadcast', broadcasts, '--+ssss'],
    ['ack', acks(2), '---+sss'],
    ['approve', approves, '----+ss'],
    ['activate', activates, '-----+s']
  ]

  for (const [name, step, expected] of outcomes) {
    test(`${name}: refused, done, or done before, stage by stage (${expected})`, () => {
      const actual = stages.map((stage) => {
        const setting = at(stage)
        try {
          return step(setting).change ? '+' : 's'
        } catch (error) {
          assert.equal((error as {code?: string}).code, 'NOT_READY')
          return '-'
        }
      })
      assert.equal(actual.join(''), expected)
    })
  }
})

describe('Who may do what', () => {
  const strangers: readonly (readonly [string, string, Partial<Policy>?])[] = [
    ['another holder', 'cook-2'],
    ['a stranger', 'guest'],
    ['the same name in another runtime', 'cook-1 (run-9)'],
    ['the first session where another one mediates', 'cook-1', {orchestrator: 2}],
    ['anybody where the number has no block', 'cook-1', {orchestrator: 9}]
  ]
  const steps: Readonly<Record<string, (setting: Setting, session: string) => Decision>> = {
    reassign: (setting, session) => reassigns({session, goal: '5 cups daily'})(setting),
    confirm: (setting, session) => confirm(setting, {session, now}),
    broadcast: (setting, session) => broadcast(setting, {session, now}),
    activate: (setting, session) =>
      activate(setting, {session, now, start: '2026-11-23', timeZone: 'UTC'})
  }

  for (const [name, step] of Object.entries(steps)) {
    for (const [who, session, policy] of strangers) {
      test(`${name} is refused with NOT_ORCHESTRATOR to ${who}, in whatever stage`, () => {
        for (const stage of stages) {
          const setting = {...at(stage), policy: {...defaultPolicy, ...policy}}
          const {details} = refused('NOT_ORCHESTRATOR', () => step(setting, session))
          const number = policy?.orchestrator ?? 1
          const holder = {1: 'cook-1 (run-1)', 2: 'cook-2 (run-2)'}[number] ?? null
          assert.deepEqual(details, {number, holder})
        }
      })
    }

    for (const session of ['cook-1', 'run-1', 'cook-1 (run-1)']) {
      test(`${name} is open to the orchestrator as ${session}`, () => {
        const needed = {reassign: 'registering', confirm: 'registered', broadcast: 'confirmed'}
        step(at((needed as Record<string, Stage>)[name] ?? 'approved'), session)
      })
    }
  }

  test('a refusal says who the orchestrator is', () => {
    const {message, hint} = refused('NOT_ORCHESTRATOR', () =>
      confirm(at('registered'), {session: 'guest', now})
    )
    assert.equal(
      message,
      'Only the orchestrator may do this: number 1, held by cook-1 (run-1), not by guest'
    )
    assert.equal(hint, 'regmd whoami')
  })

  test('whoever only waits for the orchestrator’s number is not the orchestrator', () => {
    const setting = settingOf(pending(kitchen, 1))
    const {message, hint, details} = refused('NOT_ORCHESTRATOR', () => confirms(setting))
    assert.equal(
      message,
      'Only the orchestrator may do this: number 1, held by nobody, not by cook-1'
    )
    assert.equal(hint, 'regmd claim 1')
    assert.deepEqual(details, {number: 1, holder: null})
  })

  const wrongAcks: readonly (readonly [ErrorCode, string, string, number?])[] = [
    ['NOT_HOLDER', 'the number of another session', 'cook-2', 3],
    ['NOT_HOLDER', 'the orchestrator for another session', 'cook-1', 2],
    ['NOT_HOLDER', 'another runtime', 'cook-2 (run-9)', 2],
    ['NOT_REGISTERED', 'a stranger', 'guest'],
    ['NOT_REGISTERED', 'a number without a block', 'cook-2', 9]
  ]
  for (const [code, name, session, number] of wrongAcks) {
    test(`ack refuses with ${code}, in whatever stage: ${name}`, () => {
      for (const stage of stages.slice(1)) {
        refused(code, () => ack(at(stage), {session, now, number}))
      }
    })
  }

  test('ack refuses with NOT_REGISTERED: a session whose block is pending', () => {
    refused('NOT_REGISTERED', () => ack(at('registering'), asker(3)))
    refused('NOT_REGISTERED', () => ack(at('registering'), {...asker(3), number: 3}))
  })

  test('ack refuses with NUMBER_OUT_OF_RANGE: a number out of range', () => {
    const text = kitchen.replace(
      '## Sessions',
      '## Registration Format\n\n```\nNUMBER: [1-3, unique]\n```\n\n## Sessions'
    )
    refused('NUMBER_OUT_OF_RANGE', () => ack(settingOf(text), {...asker(2), number: 4}))
  })
})

describe('What a change takes back', () => {
  const all = ['confirmed', 'broadcast', 'approved', 'activated']
  const changes: readonly (readonly [string, readonly Step[], Stage, readonly string[], string])[] =
    [
      ['another goal', [rewords], 'registered', [], 'xxxx--'],
      ['another role', [reassigns({role: 'washer'})], 'registered', [], 'xxxx--'],
      [
        'other responsibilities',
        [reassigns({responsibilities: ['Fry']})],
        'registered',
        [],
        'xxxx--'
      ],
      ['a release', [releases(3)], 'registering', [], '-x----'],
      ['a release of the orchestrator', [releases(1)], 'registering', [], '-x----'],
      ['a release and the same claim', [releases(3), claims(3)], 'registered', [], 'xxxx--'],
      ['a claim of one more number', [claims(4)], 'registered', [], 'xxxx--'],
      ['nothing but what was said', [confirms, acks(2), readies(2)], 'activated', all, 'xxxxxx']
    ]

  for (const [name, steps, stage, kinds, boxes] of changes) {
    test(`${name}, after activation`, () => {
      const setting = take(at('activated'), ...steps)
      assert.equal(stageOf(setting), stage)
      assert.deepEqual(kindsOf(setting), kinds)
      assert.equal(boxesOf(setting), boxes)
      assert.deepEqual(messages(setting.registry.text), [])
    })
  }

  for (const [index, stage] of stages.entries()) {
    test(`a change takes a registry that is ${stage} back to where all are registered`, () => {
      const before = at(stage)
      assert.deepEqual(
        kindsOf(before),
        {2: ['confirmed'], 5: all.slice(0, 3), 6: all}[index] ??
          all.slice(0, Math.min(2, Math.max(0, index - 1)))
      )
      const after = take(before, rewords)
      assert.equal(stageOf(after), stage === 'registering' ? stage : 'registered')
      assert.deepEqual(kindsOf(after), [])
    })
  }

  test('an acknowledgement of what was broadcast before does not count', () => {
    const again = take(at('activated'), rewords, confirms, broadcasts)
    assert.equal(stageOf(again), 'broadcast')
    assert.deepEqual(progressOf(again.registry).gates[3]?.missing, lacks.broadcast[0])
    const {claim: old} = blockAt(again.registry.blocks, 2)
    assert.notEqual(old.acknowledged, undefined)
    const anew = take(again, acks(2))
    const {claim: acknowledged} = blockAt(anew.registry.blocks, 2)
    assert.equal(acknowledged.acknowledged, `${now} ${digestOf(anew.registry)}`)
    assert.equal(anew.registry.text.match(/ACKNOWLEDGED/gu)?.length, 3)
    assert.deepEqual(progressOf(anew.registry).gates[3]?.missing, [
      'session 1 has not acknowledged',
      'session 3 has not acknowledged'
    ])
  })

  test('readiness that is missing holds a registry up, but takes no word back', () => {
    const text = at('activated').registry.text.replace('- **READY**: YES\n', '')
    const setting = settingOf(text)
    assert.equal(stageOf(setting), 'registering')
    assert.equal(stageOf(take(setting, readies(1))), 'activated')
    const lines = (one: string) => one.split('\n').toSorted()
    assert.deepEqual(
      lines(take(setting, readies(1)).registry.text),
      lines(at('activated').registry.text)
    )
  })
})

describe('The digest', () => {
  const cafe = `# Café

### Session #12: Two
- **NUMBER**: 12
- **ROLE**: [role]
- **GOAL**:
- **SESSION_ID**: [open]

### Session #2: One
- **NUMBER**: 2
- **ROLE**: Bäcker 料理 👩‍🍳
- **GOAL**: 5 "loaves" \\\\ day
- **SESSION_ID**: bo (run/1)
- **RESPONSIBILITIES**:
  - Knead
  - Add 3 g of salt
- **STATUS**: REGISTERED
`
  /** By hand: names of members in order, blocks by number, nothing between. */
  const canonical = String.raw`[{"goal":"5 \"loaves\" \\ day","number":2,"responsibilities":["Knead","Add 3 g of salt"],"role":"Bäcker 料理 👩‍🍳","session":"bo (run/1)"},{"goal":null,"number":12,"responsibilities":[],"role":null,"session":null}]`

  test('it is SHA-256 of the canonical JSON', () => {
    const digest = createHash('sha256').update(Buffer.from(canonical, 'utf8')).digest('hex')
    assert.equal(digestOf(parseRegistry(cafe)), digest)
    assert.equal(digest, '632ffde66666f883213d9a1a79eac7ca67ee886074be40f431639e0610e9f74d')
  })

  test('of nothing it is that of an empty list', () => {
    const empty = '4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945'
    assert.equal(digestOf(parseRegistry('# Top\n')), empty)
  })

  const without: readonly (readonly [string, (text: string) => string])[] = [
    ['the status', (text) => text.replace('✅ REGISTERED', 'PENDING')],
    ['readiness', (text) => text.replace('- **READY**: YES\n', '')],
    ['the timestamp', (text) => text.replaceAll('2026-11-01', '2026-12-01')],
    ['the title', (text) => text.replace(': Cook 1', ': Chef')],
    [
      'an acknowledgement',
      (text) =>
        text.replace('READY**: YES', `READY**: YES\n- **ACKNOWLEDGED**: ${now} ${'0'.repeat(64)}`)
    ],
    ['a reason', (text) => text.replace('READY**: YES', 'READY**: YES\n- **REASON**: So')],
    ['fields of one’s own', (text) => text.replace('READY**: YES', 'READY**: YES\n- **SHOE**: 9')],
    ['derived lines', (text) => text.replace('3/3', '9/9').replaceAll('- [x]', '- [ ]')],
    ['line endings', (text) => text.replaceAll('\n', '\r\n')],
    ['the way it is written', (text) => text.replace('- **ROLE**: cook', '- Role: cook')],
    [
      'the order of blocks',
      (text) =>
        text
          .replace(blockText(1), '@')
          .replace(blockText(3), blockText(1))
          .replace('@', blockText(3))
    ]
  ]
  for (const [name, change] of without) {
    test(`it does not tell ${name}`, () => {
      const text = change(kitchen)
      assert.notEqual(text, kitchen)
      assert.equal(parseRegistry(text).blocks.length, 3)
      assert.equal(digestOf(parseRegistry(text)), digestOf(parseRegistry(kitchen)))
    })
  }

  const within: readonly (readonly [string, string | RegExp, string])[] = [
    ['a goal', '10 plates', '11 plates'],
    ['a role', 'cook of course 1', 'washer'],
    ['its case', 'cook of course 1', 'Cook of course 1'],
    ['a session', 'cook-1 (run-1)', 'cook-1'],
    ['no session', 'cook-1 (run-1)', '[open]'],
    ['a responsibility', 'Stew at 1', 'Fry at 1'],
    ['one more', '  - Stew at 1 PM daily', '  - Stew at 1 PM daily\n  - Fry'],
    ['a number', /Session #1|NUMBER\*\*: 1/gu, 'Session #7'],
    ['one block less', blockText(1), '']
  ]
  for (const [name, from, to] of within) {
    test(`it tells ${name}`, () => {
      const text = kitchen.replaceAll(from, to)
      assert.notEqual(digestOf(parseRegistry(text)), digestOf(parseRegistry(kitchen)))
    })
  }

  test('it tells where one responsibility ends and the next begins', () => {
    const [one, two] = ['  - Ab\n  - c', '  - A\n  - bc'].map((list) =>
      digestOf(parseRegistry(kitchen.replace('  - Stew at 1 PM daily', list)))
    )
    assert.notEqual(one, two)
  })
})

describe('Records', () => {
  const digest = (text: string) => digestOf(parseRegistry(text))
  const one = blockText(1)
  const alone = {...defaultPolicy}
  const shown = (name: string, text: string) => `**${name}**: ${now} ${digest(text)}`

  /** Documents, and what each says before and after the records. */
  const places: readonly (readonly [string, string, string])[] = [
    [
      'after the next action',
      `# Top\n\n${one}\n## Consensus Validation\n\n${tasks}\n**Current Status**: ?\n\n**Next Action**: ?`,
      '\n\n## End\n'
    ],
    ['at the end', `# Top\n\n${one}\n## Consensus Validation\n\n**Next Action**: ?`, '\n'],
    ['at an open end', `# Top\n\n${one}\n## Consensus Validation\n\n**Next Action**: ?`, ''],
    ['after the counter', `# Top\n\n${one}\n## End\n\n**Current Status**: ?`, '\n\nMore\n'],
    [
      'after a line with blanks at its end',
      `# Top\n\n${one}\n## End\n\n**Current Status**: ?  `,
      '\n\nMore\n'
    ],
    [
      'after the paragraph of the counter',
      `# Top\n\n${one}\n## End\n\n**Current Status**: ?\nand more`,
      '\n\nMore\n'
    ],
    [
      'after the task list',
      `# Top\n\n${one}\n## Consensus Validation\n\n${tasks.trimEnd()}`,
      '\n\nMore\n'
    ],
    [
      'after the task list, before other items',
      `# Top\n\n${one}\n## Consensus Validation\n\n${tasks.trimEnd()}`,
      '\n- Tea\n'
    ],
    [
      'after the header',
      `# Top\n\n**Purpose**: Eat\n**Status**: ?\n**Since**: 2026`,
      `\n\n## Sessions\n\n${one}`
    ],
    ['before the first block', '# Top', `\n\n${one}`],
    ['before the first block, after a rule', '# Top\n\n---', `\n\n${one}`],
    ['before the first block, close to it', '# Top', `\n${one}`],
    ['after front matter alone', '---\nregistry:\n  base: main\n---', `\n\n${one}`],
    ['after front matter alone, close to it', '---\nregistry:\n  base: main\n---', `\n${one}`],
    ['before all else', '', one]
  ]

  for (const [place, head, tail] of places) {
    for (const [name, ending] of [
      ['LF', '\n'],
      ['CRLF', '\r\n'],
      ['CR', '\r']
    ] as const) {
      // YAML is read with LF and CRLF only.
      if (name === 'CR' && head.startsWith('---')) continue
      test(`they go ${place}, and come out without a trace (${name})`, () => {
        const text = derive((head + tail).replaceAll('\n', ending))
        const setting = {...settingOf(text), policy: alone}
        const done = take(setting, ...toAck, acks(1), approves)
        assert.deepEqual(kindsOf(done), ['confirmed', 'broadcast', 'approved'])
        const lines = ['Confirmed', 'Broadcast', 'Approved'].map((label) => shown(label, text))
        const bare = done.registry.text.replace(/- \*\*ACKNOWLEDGED.*(?:\r\n|\n|\r)/u, '')
        const wanted = (boxes: string) => boxes.replaceAll('- [ ]', '- [x]')
        const values = (all: string) =>
          all.replaceAll(/((?:Current )?Status|Next Action)\*\*:.*/gu, '$1')
        const gap = ending + ending
        const block = lines.join(gap)
        const expected =
          head === ''
            ? block + gap + text
            : head.replaceAll('\n', ending) + gap + block + tail.replaceAll('\n', ending)
        assert.equal(values(bare), values(wanted(expected)))

        const reworded = (all: string) => derive(all.replace('10 plates', '11 plates'))
        const fallen = reworded(done.registry.text).replace(
          /- \*\*ACKNOWLEDGED.*(?:\r\n|\n|\r)/u,
          ''
        )
        assert.equal(fallen, reworded(text))
        const kept = parseRegistry(done.registry.text).records
        assert.deepEqual(
          kept.map(({content}) => sliceOf(done.registry.text, content)),
          lines.map((line) => line.replace(/^.*?: /u, ''))
        )
      })
    }
  }

  test('a record that comes later goes to its place in the order', () => {
    const {text} = at('approved').registry
    const confirmed = shown('Confirmed', text)
    const without = settingOf(text.replace(`\n\n${confirmed}`, ''))
    assert.deepEqual(kindsOf(without), ['broadcast', 'approved'])
    assert.equal(stageOf(without), 'registered')
    const again = take(without, confirms).registry.text
    assert.equal(again, text)
  })

  test('a record of other blocks is replaced where it stands', () => {
    const {text} = at('confirmed').registry
    const fallen = text.replace(/(Confirmed\*\*: ).*/u, `$1${now} ${'0'.repeat(64)}`)
    assert.equal(take(settingOf(fallen), confirms).registry.text, text)
  })

  const styles: readonly (readonly [string, string])[] = [
    ['**Next Action**: ?', '**Confirmed**:'],
    ['**Next Action:** ?', '**Confirmed:**'],
    ['__Next Action__: ?', '__Confirmed__:'],
    ['__Next Action:__ ?', '__Confirmed:__'],
    ['**Next Action** : ?', '**Confirmed** :'],
    ['**NEXT_ACTION**: ?', '**Confirmed**:'],
    ['No label', '**Confirmed**:']
  ]
  for (const [label, expected] of styles) {
    test(`a record is written as \`${label}\` is`, () => {
      const text = derive(`# Top\n\n${one}\n## End\n\n${label}\n`)
      const {registry} = take(settingOf(text), ...toAck)
      const stamp = `${now} ${digest(text)}`
      assert.ok(registry.text.includes(`\n\n${expected} ${stamp}`), registry.text.slice(-300))
      assert.deepEqual(kindsOf({...settingOf(text), registry}), ['confirmed', 'broadcast'])
      const fallen = derive(registry.text.replace('10 plates', '11 plates'))
      assert.equal(fallen, derive(text.replace('10 plates', '11 plates')))
    })
  }

  const persons = [
    '**Approved**: by John',
    '**Confirmed**: by Mary',
    '**Approved**: yesterday\n**Confirmed**: never',
    `**Approved**: ${now}`,
    `**Confirmed**: ${'0'.repeat(64)}`,
    `**Confirmed**: ${now} ${'A'.repeat(64)}`,
    `**Confirmed**: ${now} ${'0'.repeat(64)} ✅`
  ]
  for (const [where, put] of [
    ['before', (line: string) => kitchen.replace('## Sessions', `${line}\n\n## Sessions`)],
    ['after', (line: string) => kitchen.replace('## End', `## End\n\n${line}`)]
  ] as const) {
    for (const line of persons) {
      test(`a person’s \`${line}\` ${where} the records is left alone`, () => {
        const text = put(line)
        assert.deepEqual(parseRegistry(text).records, [])
        assert.deepEqual(messages(text), [])
        const done = take(settingOf(text), ...ways.activated)
        assert.equal(stageOf(done), 'activated')
        assert.ok(done.registry.text.includes(line))
        assert.equal(take(done, ...ways.activated).registry.text, done.registry.text)
        const changed = take(done, rewords).registry.text
        assert.ok(changed.includes(line))
        assert.equal(
          changed.match(/^\*\*(?:Approved|Confirmed)/gmu)?.length,
          line.split('\n').length
        )
      })
    }
  }

  test('what stands there twice counts once, and falls twice', () => {
    const {text} = at('confirmed').registry
    const line = `\n\n${shown('Confirmed', text)}`
    const doubled = text.replace(line, line + line)
    assert.equal(stageOf(settingOf(doubled)), 'confirmed')
    assert.equal(
      take(settingOf(doubled), rewords).registry.text,
      take(settingOf(text), rewords).registry.text
    )
  })

  test('beside one of other blocks the true one counts', () => {
    const {text} = at('confirmed').registry
    const line = `\n\n${shown('Confirmed', text)}`
    const old = `\n\n**Confirmed**: ${now} ${'0'.repeat(64)}`
    for (const both of [old + line, line + old]) {
      const setting = settingOf(text.replace(line, both))
      assert.equal(stageOf(setting), 'confirmed')
      assert.deepEqual(messages(setting.registry.text).length, 1)
      assert.equal(take(setting, broadcasts).registry.text, at('broadcast').registry.text)
    }
  })

  test('a record in a block, a quote, a list or code is none', () => {
    const {text} = at('confirmed').registry
    const line = shown('Confirmed', text)
    for (const disguised of [`> ${line}`, `- ${line}`, `    ${line}`, `\`\`\`\n${line}\n\`\`\``]) {
      const setting = settingOf(text.replace(line, disguised))
      assert.deepEqual([stageOf(setting), kindsOf(setting)], ['registered', []])
    }
  })

  for (const line of [
    '**Approved** suppliers only',
    '**Confirmed**: by Mary',
    '**Next Action**: call Bob',
    '**Current Status**: hungry'
  ]) {
    test(`a block’s own \`${line}\` does not part it from its fields`, () => {
      for (const under of ['#1', '#3']) {
        const text = kitchen.replace(
          new RegExp(`(### Session ${under}.*\\n)`, 'u'),
          `$1\n${line}\n\n`
        )
        assert.notEqual(text, kitchen)
        const claimed = parseRegistry(text).blocks.map((block) => block.claim)
        assert.deepEqual(
          claimed,
          parseRegistry(kitchen).blocks.map((block) => block.claim)
        )
      }
    })
  }

  for (const [name, gap, tail] of [
    ['right after the last block', '\n', ''],
    ['after a rule', '\n---\n\n', ''],
    ['before prose', '\n', '\nBye\n'],
    ['before a list', '\n', '\n- Tea\n- Milk: hot\n']
  ] as const) {
    test(`derived lines ${name}, without a heading between, are no part of it`, () => {
      const text = derive(`# Top\n\n${one}\n${blockText(2)}${gap}${derivedLines}${tail}`)
      const done = take(settingOf(text), ...toAck, acks(1), acks(2), approves, activates)
      assert.equal(stageOf(done), 'activated')
      const changed = take(done, reassigns({number: 1, role: 'washer'}), releases(2), claims(2))
      assert.equal(stageOf(changed), 'registered')
      assert.deepEqual(messages(changed.registry.text), [])
    })
  }
})

describe('reassign()', () => {
  const cases: readonly (readonly [
    string,
    Partial<ReassignRequest>,
    readonly [string, string][]
  ])[] = [
    ['the role', {role: 'washer'}, [['- **ROLE**: cook of course 2', '- **ROLE**: washer']]],
    [
      'the goal',
      {goal: '5 cups daily'},
      [['- **GOAL**: 20 plates daily', '- **GOAL**: 5 cups daily']]
    ],
    [
      'the responsibilities',
      {responsibilities: ['Wash', 'Dry']},
      [['  - Stew at 2 PM daily', '  - Wash\n  - Dry']]
    ],
    [
      'all three',
      {role: ' washer ', goal: '5 cups daily', responsibilities: ['Wash']},
      [
        ['cook of course 2', 'washer'],
        ['20 plates daily', '5 cups daily'],
        ['Stew at 2 PM daily', 'Wash']
      ]
    ]
  ]

  for (const [name, request, replaced] of cases) {
    test(`changes ${name}, says why, and leaves all else`, () => {
      const setting = at('registered')
      const decision = reassigns({reason: ' Too many cooks ', ...request})(setting)
      const own = replaced.reduce((text, [from, to]) => text.replace(from, to), blockText(2))
      const {text} = take(setting, () => decision).registry
      assert.equal(text, kitchen.replace(blockText(2), `${own}- **REASON**: Too many cooks\n`))
      assert.deepEqual(blockAt(parseRegistry(text).blocks, 2).claim, decision.claim)
    })
  }

  test('keeps holder, readiness and acknowledgement: to the new words the holder agrees anew', () => {
    const before = blockAt(at('activated').registry.blocks, 2).claim
    const {claim: after} = rewords(at('activated'))
    assert.deepEqual(after, {...before, goal: '77 plates daily', reason: 'Balance'})
    assert.equal(after.ready, 'YES')
    const again = take(at('activated'), rewords, confirms, broadcasts)
    refused('NOT_READY', () => approves(again))
    assert.equal(stageOf(take(again, acks(1), acks(2), acks(3))), 'acknowledged')
  })

  test('replaces an earlier reason', () => {
    const {registry} = take(at('registered'), rewords, reassigns({role: 'washer', reason: 'Anew'}))
    assert.deepEqual(registry.text.match(/REASON.*/gu), ['REASON**: Anew'])
  })

  test('rewords its own block, and a pending one, which stays as pending as it was', () => {
    const own = reassigns({number: 1, goal: '5 cups daily'})(at('registered'))
    assert.equal(own.claim.goal, '5 cups daily')
    const {claim: open} = reassigns({number: 3, role: 'washer'})(at('registering'))
    assert.deepEqual(
      [open.status, open.role, open.session, open.reason],
      ['PENDING', 'washer', 'cook-3 (run-3)', 'Balance']
    )
    const later = take(at('registering'), reassigns({number: 3, role: 'washer'}), (setting) =>
      claim(setting, {
        ...asker(3),
        number: 3,
        next: false,
        title: undefined,
        role: undefined,
        goal: undefined,
        responsibilities: undefined,
        ready: true
      })
    )
    const {claim: held} = blockAt(later.registry.blocks, 3)
    assert.deepEqual([held.role, held.reason], ['washer', undefined])
  })

  test('gives a pending block that says nothing its first words', () => {
    for (const bare of ['### Session #4\n- **NUMBER**: 4\n', '### Session #4: Bare\n']) {
      const text = derive(kitchen.replace('## Consensus', `${bare}\n## Consensus`))
      const {registry} = take(
        settingOf(text),
        reassigns({number: 4, role: 'washer', responsibilities: ['Wash']})
      )
      const {role, responsibilities, status} = blockAt(registry.blocks, 4).claim
      assert.deepEqual([role, responsibilities, status], ['washer', ['Wash'], 'PENDING'])
    }
  })

  const same: readonly (readonly [string, Partial<ReassignRequest>])[] = [
    ['nothing', {}],
    ['another reason only', {reason: 'Because'}],
    [
      'the words that are there',
      {role: 'cook of course 2', goal: '20 plates daily', responsibilities: ['Stew at 2 PM daily']}
    ]
  ]
  for (const [name, request] of same) {
    test(`writes nothing for ${name}, in whatever stage`, () => {
      for (const stage of stages) {
        const {change, claim: kept} = reassigns(request)(at(stage))
        assert.equal(change, undefined)
        assert.deepEqual(kept, blockAt(at(stage).registry.blocks, 2).claim)
      }
    })
  }

  const bad: readonly (readonly [ErrorCode, string, Partial<ReassignRequest>])[] = [
    ['CLAIM_INVALID', 'an empty role', {role: ' '}],
    ['CLAIM_INVALID', 'a role in brackets', {role: '[role]'}],
    ['CLAIM_INVALID', 'a goal with a newline', {goal: '5 cups\ndaily'}],
    ['CLAIM_INVALID', 'a goal with a bidi control', {goal: '5 cups \u202E'}],
    ['CLAIM_INVALID', 'a goal of 501 characters', {goal: `5 ${'a'.repeat(499)}`}],
    ['CLAIM_INVALID', 'a role of 301 characters', {role: 'a'.repeat(301)}],
    ['CLAIM_INVALID', 'an empty responsibility', {responsibilities: ['Stew', '']}],
    [
      'CLAIM_INVALID',
      '51 responsibilities',
      {responsibilities: Array.from({length: 51}, (_, index) => `Do ${index}`)}
    ],
    ['CLAIM_INVALID', 'no reason', {goal: '5 cups daily', reason: ''}],
    ['CLAIM_INVALID', 'a reason in brackets', {goal: '5 cups daily', reason: '[why]'}],
    [
      'CLAIM_INVALID',
      'a reason of 301 characters',
      {goal: '5 cups daily', reason: 'a'.repeat(301)}
    ],
    ['CLAIM_INVALID', 'no reason, where there is nothing to change', {reason: ' '}],
    ['NOT_REGISTERED', 'a number without a block', {number: 4, goal: '5 cups daily'}],
    ['NOT_ORCHESTRATOR', 'its holder', {session: 'cook-2', goal: '5 cups daily'}]
  ]
  for (const [code, name, request] of bad) {
    test(`refuses with ${code}: ${name}`, () => {
      refused(code, () => reassigns(request)(at('registered')))
    })
  }

  test('refuses with NUMBER_OUT_OF_RANGE: a number out of range', () => {
    const text = kitchen.replace(
      '## Sessions',
      '## Registration Format\n\n```\nNUMBER: [1-3, unique]\n```\n\n## Sessions'
    )
    refused('NUMBER_OUT_OF_RANGE', () => reassigns({number: 4, role: 'x'})(settingOf(text)))
  })

  test('refuses with REGISTRY_INVALID: a number with two blocks', () => {
    const text = kitchen.replace(blockText(3), blockText(2))
    refused('REGISTRY_INVALID', () => rewords(settingOf(text)))
  })

  const deed: Deed = {action: 'reassign', number: 2, session: 'cook-1', path: 'r.md', attempt: 'a'}
  const judged: readonly (readonly [string, readonly Deed[], string | undefined])[] = [
    ['by the orchestrator', [deed], undefined],
    ['by its runtime id', [{...deed, session: 'run-1'}], undefined],
    ['squashed with others', [deed, {...deed, action: 'ack', session: 'cook-2'}], undefined],
    ['by its holder', [{...deed, session: 'cook-2'}], 'CLAIM_REWRITTEN'],
    ['by a stranger', [{...deed, session: 'guest'}], 'CLAIM_REWRITTEN'],
    ['by nobody', [{...deed, session: null}], 'CLAIM_REWRITTEN'],
    ['of another number', [{...deed, number: 3}], 'CLAIM_REWRITTEN'],
    ['told as readiness', [{...deed, action: 'ready', session: 'cook-2'}], 'CLAIM_REWRITTEN'],
    ['by hand', [], 'CLAIM_REWRITTEN']
  ]
  for (const [name, deeds, code] of judged) {
    test(`reads in a commit ${name} as ${code ?? 'rightful'}`, () => {
      const [before, after] = [at('acknowledged'), take(at('acknowledged'), rewords)]
      const [change, ...others] = judgeStep(stepOf(before, after, deeds), defaultPolicy)
      assert.deepEqual(others, [])
      assert.equal(change?.objection?.code, code)
      assert.equal(change?.transition, 'reassign')
      assert.equal(change?.deed, code === undefined ? deeds.at(-1) : undefined)
    })
  }

  test('covers nothing but words: in such a commit no holder may change, and no reason may lack', () => {
    const before = at('registered')
    const {text} = take(before, rewords).registry
    const changes = [
      text.replace('cook-2 (run-2)', 'cook-9'),
      text.replace('- **REASON**: Balance\n', ''),
      text.replace(/(cook-2[\s\S]*?)2026-11-01/u, '$12026-11-02'),
      text.replace(': Cook 2', ': Chef')
    ]
    for (const changed of changes) {
      assert.notEqual(changed, text)
      const [change] = judgeStep(stepOf(before, settingOf(changed), [deed]), defaultPolicy)
      assert.match(change?.objection?.code ?? '', /^CLAIM_(?:REWRITTEN|TAKEN_OVER)$/u)
      assert.equal(change?.deed, undefined)
    }
  })

  test('is an acknowledgement’s own kind of change no more than the other way round', () => {
    const own: Deed = {...deed, action: 'ack', session: 'cook-2'}
    const [before, after] = [at('broadcast'), take(at('broadcast'), acks(2))]
    const judge = (deeds: readonly Deed[]) =>
      judgeStep(stepOf(before, after, deeds), defaultPolicy)[0]
    assert.deepEqual([judge([own])?.transition, judge([own])?.deed], ['ack', own])
    assert.equal(judge([own])?.objection, undefined)
    assert.equal(judge([deed])?.deed, undefined)
    assert.equal(judge([{...own, session: 'cook-3'}])?.deed, undefined)
  })
})

function stepOf(before: Setting, after: Setting, deeds: readonly Deed[]) {
  return {
    commit: 'a'.repeat(40),
    deeds,
    isMerge: false,
    before: statesOf(before.registry),
    after: statesOf(after.registry),
    records: {before: before.registry.records, after: after.registry.records}
  }
}

describe('Deeds', () => {
  const actions: readonly (readonly [DeedAction, number | null, string | null, string])[] = [
    ['claim', 3, 'kim', 'registry: session 3 claims its number'],
    ['ready', 3, 'kim', 'registry: session 3 is ready'],
    ['release', 3, 'kim', 'registry: session 3 is released'],
    ['reassign', 3, 'kim', 'registry: session 3 is reassigned'],
    ['confirm', 1, 'kim', 'registry: session 1 confirms that there are no conflicts'],
    ['broadcast', 1, 'kim', 'registry: session 1 broadcasts the registry'],
    ['ack', 3, 'kim', 'registry: session 3 acknowledges the broadcast'],
    ['approve', null, null, 'registry: a person approves the registry'],
    ['activate', 1, 'kim', 'registry: session 1 activates the registry'],
    ['sync', null, 'kim', 'registry: the base branch is taken in'],
    ['sync', null, null, 'registry: the base branch is taken in']
  ]
  for (const [action, number, session, subject] of actions) {
    test(`${action} is written and read${number === null ? ', without a number' : ''}`, () => {
      const deed: Deed = {action, number, session, path: 'registry/sessions.md', attempt: 'a-1'}
      const message = renderDeed(deed)
      const [first, blank, ...trailers] = message.split('\n')
      assert.deepEqual([first, blank], [subject, ''])
      assert.deepEqual(trailers, [
        `Registry-Action: ${action}`,
        ...(number === null ? [] : [`Registry-Number: ${number}`]),
        ...(session === null ? [] : [`Registry-Session: ${session}`]),
        'Registry-Path: registry/sessions.md',
        'Registry-Attempt: a-1',
        ''
      ])
      assert.deepEqual(parseDeeds(message), [deed])
      assert.deepEqual(parseDeeds(message.replaceAll('\n', '\r\n')), [deed])
    })
  }

  test('all deeds of a squashed commit are read', () => {
    const deeds = actions.map(([action, number, session], index): Deed => ({
      action,
      number,
      session,
      path: 'r.md',
      attempt: `${index}`
    }))
    const message = `Approve (#7)\n\n${deeds.map((deed) => `* ${renderDeed(deed)}`).join('\n')}`
    assert.deepEqual(parseDeeds(message), deeds)
  })

  const numbers = ['', '0', '-1', '1.5', '1e3', '01', 'x', '9999999999', '1 2', '١']
  for (const number of numbers) {
    test(`a number \`${number}\` makes no deed`, () => {
      for (const action of ['claim', 'sync']) {
        assert.deepEqual(
          parseDeeds(`x\n\nRegistry-Action: ${action}\nRegistry-Number: ${number}\n`),
          []
        )
      }
    })
  }

  for (const action of ['', 'Claim', 'claims', 'toString', '__proto__', 'propose', 'history']) {
    test(`an action \`${action}\` makes no deed`, () => {
      assert.deepEqual(parseDeeds(`x\n\nRegistry-Action: ${action}\nRegistry-Number: 1\n`), [])
    })
  }

  for (const [action, isRead] of [
    ['approve', true],
    ['sync', true],
    ['confirm', false],
    ['broadcast', false],
    ['activate', false],
    ['claim', false]
  ] as const) {
    test(`${action} without a number is ${isRead ? 'a' : 'no'} deed`, () => {
      assert.equal(parseDeeds(`x\n\nRegistry-Action: ${action}\n`).length, isRead ? 1 : 0)
    })
  }

  const hostile = [
    'a\nRegistry-Action: approve',
    'a\r\nRegistry-Number: 9',
    'a\u2028Registry-Session: b',
    '@team/all',
    'fixes #3',
    'closes org/repo#1',
    'a%0Ab',
    '%',
    '%zz',
    '[skip ci]',
    '<!-- x -->',
    '$(id) `id`',
    'https://evil.example/@me',
    '\u001B[31m',
    '\u202Eabc',
    'GH-3 a@b.example'
  ]
  for (const session of hostile) {
    test(`a session ${JSON.stringify(session)} says and triggers nothing in a message`, () => {
      const deed: Deed = {action: 'claim', number: 3, session, path: `${session}.md`, attempt: 'a'}
      const message = renderDeed(deed)
      assert.equal(message.split(/\r\n|[\n\r\u2028]/u).length, 8)
      assert.deepEqual(parseDeeds(message), [deed])
      assert.doesNotMatch(message, /(?<![\p{L}\p{N}])@|#\d|[[\]<>`$\u202E]|(?!\n)\p{Cc}/u)
    })
  }
})

describe('Lies', () => {
  const box = (text: string, words: string, to: string) =>
    text.replace(new RegExp(String.raw`^- \[.\](?= ${words})`, 'mu'), `- [${to}]`)
  const without = (from: string | RegExp, to: string) => derive(kitchen.replace(from, to))
  const empty = [1, 2, 3].reduce(pending, kitchen)
  const why = 'This box is ticked, but it is not so: '

  const lies: readonly (readonly [string, string, string, string])[] = [
    ['that all are registered', pending(kitchen, 3), 'All sessions', 'session 3 is not registered'],
    ['that three more are', empty, 'All sessions', 'session 1 is not registered, and 2 more'],
    ['that no number is claimed twice', empty, 'No duplicate', 'no number is claimed'],
    [
      'that no number is claimed twice, where one is',
      without(/Session #3|NUMBER\*\*: 3/gu, 'Session #2'),
      'No duplicate',
      'number 2 is claimed more than once'
    ],
    [
      'that roles are accepted',
      without('- **READY**: YES\n', ''),
      'All roles',
      'session 1 is not ready'
    ],
    [
      'that roles are defined',
      without('cook of course 2', '[role]'),
      'All roles',
      'session 2 has no role'
    ],
    [
      'that roles are distinct',
      without('cook of course 2', 'Cook of Course 1'),
      'All roles',
      'more than one session has the role “cook of course 1”'
    ],
    [
      'that roles are complete',
      pending(kitchen, 3),
      'All roles',
      'some sessions are not registered'
    ],
    [
      'that goals are measurable',
      without('20 plates daily', 'Do good work'),
      'All goals',
      'session 2 has no measurable goal'
    ],
    [
      'that there is a goal',
      without('20 plates daily', '[goal]'),
      'All goals',
      'session 2 has no measurable goal'
    ],
    [
      'that goals are committed to',
      without('- **READY**: YES\n', ''),
      'All goals',
      'session 1 is not ready'
    ],
    [
      'that the orchestrator confirmed',
      kitchen,
      'Orchestrator',
      'the orchestrator has not confirmed'
    ],
    ['that a human approved', kitchen, 'Human', 'no human has approved these blocks']
  ]
  for (const [name, text, words, missing] of lies) {
    test(`a hand ticks ${name}`, () => {
      assert.deepEqual(messages(text), [])
      for (const letter of ['x', 'X']) {
        const lying = box(text, words, letter)
        assert.notEqual(lying, text)
        const [finding, ...others] = found(lying)
        assert.deepEqual(others, [])
        assert.equal(finding?.message, why + missing)
        assert.ok(finding)
        assert.equal(sliceOf(lying, finding.span), `[${letter}]`)
        assert.equal(derive(lying), text)
      }
    })
  }

  for (const words of [
    'All sessions',
    'No duplicate',
    'All roles',
    'All goals',
    'Orchestrator',
    'Human'
  ]) {
    test(`a hand unticks the true “${words} …”`, () => {
      const {text} = at('activated').registry
      const lying = box(text, words, ' ')
      assert.deepEqual(messages(lying), ['This box is not ticked, although it is so'])
      assert.equal(derive(lying), text)
    })
  }

  for (const [label, value, told] of [
    ['Status', 'Done', 'ACTIVATED'],
    ['Current Status', '2/3 sessions registered', '3/3 sessions registered'],
    ['Next Action', 'Rest', 'Each session works towards its goal']
  ] as const) {
    test(`a hand changes \`${label}\``, () => {
      const {text} = at('activated').registry
      const lying = text.replace(new RegExp(String.raw`(\*\*${label}\*\*: ).*`, 'u'), `$1${value}`)
      assert.deepEqual(messages(lying), [`This line should say \`${told}\``])
      assert.equal(derive(lying), text)
    })
  }

  const kinds = ['confirmed', 'broadcast', 'approved', 'activated'] as const
  for (const [index, kind] of kinds.entries()) {
    test(`a hand leaves in what is not ${kind} any more`, () => {
      const stage =
        (['confirmed', 'broadcast', 'approved', 'activated'] as const)[index] ?? 'confirmed'
      const {text} = at(stage).registry
      const records = parseRegistry(text).records.map((record) => record.kind)
      const lying = text.replace('20 plates', '21 plates')
      const told = messages(lying)
      assert.deepEqual(
        told.filter((message) => message.startsWith('The blocks')),
        records.map(
          (name) => `The blocks have changed since this was written: they are not ${name} any more`
        )
      )
      assert.ok(told.includes(`${why}the orchestrator has not confirmed since a block changed`))
      assert.ok(records.includes(kind))
      assert.deepEqual(kindsOf(settingOf(derive(lying))), [])
      assert.deepEqual(messages(derive(lying)), [])
    })
  }

  test('a line of a record is found where it stands', () => {
    const {text} = at('confirmed').registry
    const lying = derive(text).replace('20 plates', '21 plates')
    const places = found(lying).map(({span}) => sliceOf(lying, span))
    assert.ok(places.includes(`${now} ${digestOf(parseRegistry(kitchen))}`))
  })
})

describe('Items of the task list that are left to people', () => {
  const open = (...items: readonly string[]) =>
    kitchenOf(3, `${tasks}${items.map((item) => `- ${item}\n`).join('')}`)
  const steps = ways.acknowledged

  test('they are named while they are open', () => {
    const {registry} = settingOf(
      open('[ ] Kettle is *on*', '[x] Table is laid', 'Napkins', '[X] Cups')
    )
    assert.deepEqual(consensusOf(registry).open, ['Kettle is on'])
    const other = kitchen.replace('## End', '## End\n\n- [ ] Elsewhere')
    assert.deepEqual(consensusOf(settingOf(other).registry).open, [])
  })

  test('they hold up approval and activation, and nothing before', () => {
    const done = take(settingOf(open('[ ] Kettle is on')), ...steps, approves)
    assert.equal(stageOf(done), 'acknowledged')
    assert.equal(boxesOf(done), 'xxxxxx-')
    assert.deepEqual(
      [done.registry.headerStatus?.value, done.registry.nextAction?.value],
      ['Registration complete, consensus pending', 'A human must approve the registry']
    )
    const {message, hint, details} = refused('NOT_READY', () => activates(done))
    assert.equal(message, 'Cannot activate yet: “Kettle is on” is not ticked; nothing was written')
    assert.deepEqual(details, {stage: 'acknowledged', missing: ['“Kettle is on” is not ticked']})
    assert.equal(hint, 'regmd status')

    const ticked = settingOf(done.registry.text.replace('[ ] Kettle', '[x] Kettle'))
    assert.equal(stageOf(ticked), 'approved')
    assert.deepEqual(messages(ticked.registry.text), [
      'This line should say `Consensus reached`',
      'This line should say `The orchestrator must activate the registry`'
    ])
    assert.equal(stageOf(take(ticked, activates)), 'activated')
  })

  test('they hold up what git says is approved', () => {
    const approval = {missing: [], commit: 'a'.repeat(40), time: now, numbers: [1, 2, 3]}
    const done = {...take(settingOf(open('[ ] Kettle is on')), ...steps), approval}
    assert.equal(consensusOf(done.registry, approval).reached, false)
    refused('NOT_READY', () => activates(done))
    const ticked = settingOf(done.registry.text.replace('[ ] Kettle', '[x] Kettle'))
    assert.equal(consensusOf(ticked.registry, approval).reached, true)
    const activated = take({...ticked, approval}, activates)
    assert.deepEqual(kindsOf(activated), ['confirmed', 'broadcast', 'approved', 'activated'])
    assert.equal(stageOf({...activated, approval: undefined}), 'activated')
    assert.equal(activates(activated).change, undefined)
  })

  test('unticked again after activation they take it back until they are ticked', () => {
    const {text} = take(settingOf(open('[x] Kettle is on')), ...ways.activated).registry
    assert.equal(parseRegistry(text).headerStatus?.value, 'ACTIVATED')
    const unticked = settingOf(text.replace('[x] Kettle', '[ ] Kettle'))
    assert.equal(stageOf(unticked), 'acknowledged')
    assert.equal(derive(derive(unticked.registry.text).replace('[ ] Kettle', '[x] Kettle')), text)
  })
})

describe('What git says about an approval', () => {
  test('it counts before the document’s own word', () => {
    const setting = at('approved')
    const approval = {missing: ['main has 2 otherwise'], commit: null, time: null, numbers: []}
    const {message, hint} = refused('NOT_READY', () => activates({...setting, approval}))
    assert.equal(message, 'Cannot activate yet: main has 2 otherwise; nothing was written')
    assert.equal(hint, 'regmd propose')
  })

  const at1 = '2026-11-20T18:00:00Z'
  const at2 = '2026-11-20T19:00:00Z'
  const human = {email: 'Ann@example.org', time: at1}
  const agent = {email: 'bot@example.org', time: at1}
  const forge = {email: 'noreply@github.com', time: at1}
  const later = (signature: typeof human) => ({...signature, time: at2})
  const told = (action: DeedAction, number: number | null = 2): Deed => ({
    action,
    number,
    session: 'x',
    path: 'r.md',
    attempt: 'a'
  })
  const acked = told('ack')
  const two = [told('claim'), told('claim', 3)]
  const landing: Landing = {
    commit: 'c'.repeat(40),
    isMerge: true,
    author: human,
    committer: human,
    deeds: []
  }
  const push = 'the base branch has these blocks by a direct push, which is no approval'
  const notListed = (email: string) => `${email} is not among those who may approve`
  const ann = ['ann@EXAMPLE.org']

  const landings: readonly (readonly [
    string,
    Partial<Landing>,
    {readonly approvers?: readonly string[]; readonly isTaken?: boolean},
    string | undefined
  ])[] = [
    ['a merge', {}, {}, undefined],
    ['a merge on the forge', {committer: forge}, {}, undefined],
    ['a merge that takes the base branch in', {deeds: [told('sync', null)]}, {}, push],
    ['a person’s word', {isMerge: false, deeds: [told('approve', null)]}, {}, undefined],
    ['a person’s word in a merge', {deeds: [told('approve', null)]}, {}, undefined],
    ['a squash merge that kept what its commits said', {isMerge: false, deeds: two}, {}, undefined],
    ['a squash merge that kept nothing', {isMerge: false}, {isTaken: true}, undefined],
    ['an edit by hand', {isMerge: false}, {}, push],
    ['an edit by hand, rebased', {isMerge: false, committer: later(human)}, {}, push],
    [
      'a rebase merge',
      {isMerge: false, deeds: [acked], author: agent, committer: later(human)},
      {},
      undefined
    ],
    [
      'a push by a session',
      {isMerge: false, deeds: [acked], author: agent, committer: agent},
      {},
      push
    ],
    [
      'a push by a session of what it took over',
      {isMerge: false, deeds: [acked], author: agent, committer: agent},
      {isTaken: true},
      push
    ],
    [
      'a pushed sync',
      {isMerge: false, deeds: [told('sync', null)], author: agent, committer: agent},
      {},
      push
    ],
    ['a merge by an approver', {}, {approvers: ann}, undefined],
    [
      'a merge by somebody else',
      {author: agent, committer: agent},
      {approvers: ann},
      notListed(agent.email)
    ],
    [
      'a merge by somebody else on the forge',
      {author: agent, committer: forge},
      {approvers: ann},
      undefined
    ],
    [
      'a squash merge by an approver of an agent’s work',
      {isMerge: false, deeds: two, author: agent},
      {approvers: ann},
      undefined
    ],
    [
      'a squash merge by somebody else',
      {isMerge: false, deeds: two, author: agent, committer: agent},
      {approvers: ann},
      notListed(agent.email)
    ],
    [
      'a word by an approver',
      {isMerge: false, deeds: [told('approve', null)]},
      {approvers: ann},
      undefined
    ],
    [
      'a word by somebody else',
      {isMerge: false, deeds: [told('approve', null)], author: agent, committer: agent},
      {approvers: ann},
      notListed(agent.email)
    ],
    ['a push by an approver', {isMerge: false, deeds: [acked]}, {approvers: ann}, push],
    ['a sync by an approver', {deeds: [told('sync', null)]}, {approvers: ann}, push]
  ]
  for (const [name, changed, {approvers = [], isTaken = false}, objection] of landings) {
    test(`${name} is ${objection === undefined ? 'an approval' : `none: ${objection}`}`, () => {
      const policy = {...defaultPolicy, approvers}
      assert.equal(objectionToLanding({...landing, ...changed}, policy, isTaken), objection)
    })
  }

  const differences: readonly (readonly [string, (text: string) => string, readonly number[]])[] = [
    ['nothing', (text) => text, []],
    [
      'when it was acknowledged',
      (text) => take(settingOf(text), confirms, broadcasts, acks(2)).registry.text,
      []
    ],
    ['derived lines and records', () => at('confirmed').registry.text.replace('3/3', '9/9'), []],
    ['line endings', (text) => text.replaceAll('\n', '\r\n'), []],
    [
      'order and style',
      (text) =>
        text
          .replace(blockText(1), '')
          .replace('## Consensus', `${blockText(1).replaceAll('**', '')}\n## Consensus`),
      []
    ],
    ['a goal', (text) => text.replace('20 plates', '21 plates'), [2]],
    ['readiness', (text) => text.replace('- **READY**: YES\n', ''), [1]],
    ['a title', (text) => text.replace('Cook 3', 'Chef'), [3]],
    ['a time', (text) => text.replaceAll('2026-11-01', '2026-11-02'), [1, 2, 3]],
    ['a holder', (text) => text.replace('cook-2 (run-2)', 'cook-2'), [2]],
    [
      'the order of responsibilities',
      (text) => text.replace('  - Stew at 2 PM daily', '  - Fry\n  - Stew at 2 PM daily'),
      [2]
    ],
    ['one block less', (text) => text.replace(blockText(2), ''), [2]],
    [
      'two blocks more',
      (text) => text.replace('## Consensus', `${blockText(10)}\n${blockText(9)}\n## Consensus`),
      [9, 10]
    ],
    ['other numbers', (text) => text.replace(/Session #2|NUMBER\*\*: 2/gu, 'Session #5'), [2, 5]]
  ]
  for (const [name, change, numbers] of differences) {
    test(`documents that differ in ${name} differ at ${JSON.stringify(numbers)}`, () => {
      const [one, other] = [kitchen, change(kitchen)].map((text) => parseRegistry(text))
      assert.ok(one && other)
      assert.deepEqual(differingNumbers(one, other), numbers)
      assert.deepEqual(differingNumbers(other, one), numbers)
    })
  }
})

describe('Records that nobody accounts for', () => {
  const told = (action: DeedAction, session: string | null = 'cook-1'): Deed => ({
    action,
    number: session === null ? null : 1,
    session,
    path: 'r.md',
    attempt: 'a'
  })
  const cases: readonly (readonly [string, Stage, Stage, readonly Deed[], readonly string[]])[] = [
    ['a confirmation by hand', 'registered', 'confirmed', [], ['confirmation']],
    ['a confirmation', 'registered', 'confirmed', [told('confirm')], []],
    ['a confirmation by its runtime id', 'registered', 'confirmed', [told('confirm', 'run-1')], []],
    [
      'a confirmation by a holder',
      'registered',
      'confirmed',
      [told('confirm', 'cook-2')],
      ['confirmation']
    ],
    [
      'a confirmation by nobody',
      'registered',
      'confirmed',
      [told('confirm', null)],
      ['confirmation']
    ],
    [
      'a confirmation told as a claim',
      'registered',
      'confirmed',
      [told('claim')],
      ['confirmation']
    ],
    [
      'a broadcast told as a confirmation',
      'confirmed',
      'broadcast',
      [told('confirm')],
      ['broadcast']
    ],
    ['a broadcast', 'confirmed', 'broadcast', [told('broadcast')], []],
    ['an approval by hand', 'acknowledged', 'approved', [], ['approval']],
    ['a person’s word', 'acknowledged', 'approved', [told('approve', null)], []],
    [
      'an approval told as a confirmation',
      'acknowledged',
      'approved',
      [told('confirm')],
      ['approval']
    ],
    ['an activation', 'approved', 'activated', [told('activate')], []],
    [
      'an activation by a holder',
      'approved',
      'activated',
      [told('activate', 'cook-2')],
      ['activation']
    ],
    ['what was there', 'activated', 'activated', [], []],
    ['what is gone', 'activated', 'registered', [], []]
  ]
  for (const [name, from, to, deeds, names] of cases) {
    test(`${name} is ${names.length === 0 ? 'rightful' : 'found'}`, () => {
      const [base, head] = [at(from), at(to)].map(({registry}) => versionOf(registry, undefined))
      assert.ok(base && head)
      const step = stepOf(at(from), at(to), deeds)
      const found = [
        {steps: [step], witnesses: []},
        {steps: [], witnesses: [step]}
      ].map((commits) =>
        findRecordForged({
          mergeBases: [base],
          base,
          head,
          isApart: false,
          policy: defaultPolicy,
          ...commits
        }).map(({message}) => message)
      )
      const told = names.map(
        (one) =>
          `No commit of regmd accounts for this ${one}${one === 'approval' ? ', unless the base is older than it' : ''}`
      )
      assert.deepEqual(found, [told, told])
    })
  }

  for (const action of ['activate', 'sync'] as const) {
    test(`an approval that ${action} notes has to show in the base`, () => {
      const [before, after] = [at('acknowledged'), at('approved')]
      const other = settingOf(kitchen.replace('20 plates', '21 plates'))
      const step = stepOf(before, after, [told(action)])
      const forgedOn = ({registry}: Setting) => {
        const base = versionOf(registry, undefined)
        const head = versionOf(after.registry, undefined)
        const commits = {steps: [step], witnesses: []}
        return findRecordForged({
          mergeBases: [base],
          base,
          head,
          isApart: false,
          policy: defaultPolicy,
          ...commits
        })
      }
      assert.deepEqual(forgedOn(before), [])
      const messages = forgedOn(other).map(({message}) => message)
      assert.equal(messages.filter((message) => message.includes('this approval')).length, 1)
    })
  }
})
