import assert from 'node:assert/strict'
import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {describe, test} from 'node:test'
import {Ajv2020} from 'ajv/dist/2020.js'
import {parseDeeds} from '../../src/core/deed.ts'
import {
  type Output,
  type RunOptions,
  git,
  makeClone,
  makeRepository,
  packageRoot,
  registryPath
} from '../helpers/cli.ts'
import {idOf, nextMinute, textAt} from '../helpers/history.ts'
import {agreeIn, askAs, doAs, protocolText, registryAt, runAs} from '../helpers/protocol.ts'

const schema = JSON.parse(
  await readFile(join(packageRoot, 'schemas/output.schema.json'), 'utf8')
) as object
const validate = new Ajv2020({allErrors: true, strict: true}).compile(schema)

const text = protocolText()

/** A repository without a remote, where all is one branch. */
async function makeOne(): Promise<string> {
  return makeRepository({[registryPath]: text})
}

/** Runs with `--json`; whatever comes, it is what the schema says. */
async function ask(
  cwd: string,
  session: string,
  args: readonly string[],
  options?: RunOptions
): Promise<Output> {
  const output = await askAs(cwd, session, args, options)
  assert.ok(validate(output), JSON.stringify({errors: validate.errors, output}, null, 2))
  return output
}

const start = ['activate', '--start', '2026-11-23', '--time-zone', 'Europe/Berlin']
const person = {isInteractive: true} as const

interface Step {
  readonly session: string
  readonly args: readonly string[]
  readonly options?: RunOptions
  /** What text says when it is done, and when it was done before. */
  readonly says: readonly [done: RegExp, again: RegExp]
  /** Trailers of its commit. */
  readonly deed: readonly [action: string, number: number | null, session: string | null]
  /** What `status` says afterwards. */
  readonly leads: readonly [stage: string, next: RegExp | null]
}

const story: readonly Step[] = [
  {
    session: 's1',
    args: ['confirm'],
    says: [/^✅ Confirmed: there are no conflicts$/mu, /^✅ Confirmed already/mu],
    deed: ['confirm', 1, 's1'],
    leads: ['confirmed', /^regmd broadcast$/u]
  },
  {
    session: 's1',
    args: ['broadcast'],
    says: [/^📣 Broadcast to 2 sessions:/mu, /^📣 Broadcast already/mu],
    deed: ['broadcast', 1, 's1'],
    leads: ['broadcast', /^regmd ack$/u]
  },
  {
    session: 's1',
    args: ['ack'],
    says: [/^✅ Session 1 has acknowledged$/mu, /^✅ Session 1 had acknowledged already$/mu],
    deed: ['ack', 1, 's1'],
    leads: ['broadcast', /^regmd ack$/u]
  },
  {
    session: 's2',
    args: ['ack', '2'],
    says: [/^✅ Session 2 has acknowledged$/mu, /^✅ Session 2 had acknowledged already$/mu],
    deed: ['ack', 2, 's2'],
    leads: ['acknowledged', /^regmd (?:propose|approve)$/u]
  },
  {
    session: '',
    args: ['approve'],
    options: person,
    says: [/^✅ Approved: sessions 1-2$/mu, /^✅ Approved already: sessions 1-2$/mu],
    deed: ['approve', null, null],
    leads: ['approved', /^regmd activate --start /u]
  },
  {
    session: 's1',
    args: start,
    says: [/activated/iu, /already/iu],
    deed: ['activate', 1, 's1'],
    leads: ['activated', null]
  },
  {
    session: 's1',
    args: ['sync'],
    says: [/^✅ Up to date already$/mu, /^✅ Up to date already$/mu],
    deed: ['activate', 1, 's1'],
    leads: ['activated', null]
  }
]

test('each step is one commit, said in words and as data, and repeats as nothing', async () => {
  const folder = await makeOne()
  for (const number of [1, 2]) await doAs(folder, `s${number}`, ['claim', String(number)])
  assert.equal((await doAs(folder, '', ['status'])).stage, 'registered')

  for (const {session, args, options, says, deed, leads} of story) {
    const before = await idOf(folder, 'main')
    const now = nextMinute()
    const done = await runAs(folder, session, args, {...options, now})
    assert.equal(done.exitCode, 0, done.stderr)
    assert.match(done.stdout, says[0])
    assert.equal(done.stderr, '')
    const commit = await idOf(folder, 'main')
    if (args[0] !== 'sync') assert.equal(await idOf(folder, `${commit}^`), before, 'one commit')
    await assertDeed(folder, deed)

    const again = await runAs(folder, session, args, options)
    assert.equal(again.exitCode, 0)
    assert.match(again.stdout, says[1])
    const {data} = await ask(folder, session, args, options)
    assert.deepEqual([data.changed, data.commit ?? null], [false, null], args.join(' '))
    assert.equal(await idOf(folder, 'main'), commit, 'no commit the second time')

    const {stage, next, steps, approved} = await doAs(folder, '', ['status'])
    assert.equal(stage, leads[0], args.join(' '))
    if (leads[1]) assert.match(next, leads[1])
    else assert.equal(next, null)
    const hasApproval = ['approved', 'activated'].includes(stage)
    assert.deepEqual(approved, hasApproval ? [1, 2] : [])
    const kept = {confirm: 'confirmed', broadcast: 'broadcast', activate: 'activated'}
    const kind = kept[args[0] as keyof typeof kept]
    if (kind) assert.equal(Date.parse(steps[kind].time), now.getTime())
    const {stdout} = await runAs(folder, '', ['status'])
    assert.match(stdout, new RegExp(`^Stage: +${stage}`, 'mu'))
  }
})

/** The message is a template: it holds names and numbers, and nothing that a session wrote. */
async function assertDeed(
  folder: string,
  [action, number, session]: Step['deed'],
  ref = 'main'
): Promise<void> {
  const message = await git(folder, 'log', '-1', '--format=%B', ref)
  const [deed, ...others] = parseDeeds(message)
  assert.deepEqual(
    [deed?.action, deed?.number, deed?.session, deed?.path, others.length],
    [action, number, session, registryPath, 0]
  )
  const [subject = '', empty, ...trailers] = message.trimEnd().split('\n')
  assert.match(subject, /^registry: [a-z\d ]+$/u)
  assert.equal(empty, '')
  for (const trailer of trailers) {
    assert.match(trailer, /^Registry-(?:Action|Number|Session|Path|Attempt): \S+$/u)
  }
}

test('a digest is the same wherever it is told', async () => {
  const folder = await makeOne()
  for (const number of [1, 2]) await doAs(folder, `s${number}`, ['claim', String(number)])
  await doAs(folder, 's1', ['confirm'])
  const {digest, sessions} = await doAs(folder, 's1', ['broadcast'])
  assert.match(digest, /^[\da-f]{64}$/u)
  assert.deepEqual(
    sessions.map(({number, session}: {number: number; session: string}) => [number, session]),
    [
      [1, 's1'],
      [2, 's2']
    ]
  )
  assert.equal((await doAs(folder, 's2', ['ack'])).digest, digest)
  const status = await doAs(folder, '', ['status'])
  assert.equal(status.steps.broadcast.digest, digest)
  assert.deepEqual(
    status.sessions.map(({acknowledged}: {acknowledged: unknown}) => acknowledged !== null),
    [false, true]
  )
  const {stdout} = await runAs(folder, 's2', ['ack'])
  assert.ok(stdout.includes(digest), 'and in words')
})

/** A refusal: who asks, what, and how it is answered. */
type Refused = readonly [
  session: string,
  args: readonly string[],
  code: string,
  exitCode: number,
  hint: RegExp
]

const reassign = ['reassign', '2', '--goal', 'Find 5 prospects daily', '--reason', 'Less is more']

/** What is refused in each stage, the stage by what was done before. */
const refusals: readonly (readonly [done: readonly Step[] | null, refused: readonly Refused[]])[] =
  [
    [
      null,
      [
        ['s1', ['confirm'], 'NOT_ORCHESTRATOR', 3, /^regmd claim 1$/u],
        ['s1', ['ack'], 'NOT_REGISTERED', 3, /^regmd claim$/u],
        ['s1', ['ack', '2'], 'NOT_REGISTERED', 3, /^regmd claim 2$/u],
        ['s1', reassign, 'NOT_ORCHESTRATOR', 3, /^regmd claim 1$/u],
        ['', ['approve'], 'HUMAN_ONLY', 3, /^regmd status$/u],
        ['s1', start, 'NOT_ORCHESTRATOR', 3, /^regmd claim 1$/u]
      ]
    ],
    [
      [],
      [
        ['s2', ['confirm'], 'NOT_ORCHESTRATOR', 3, /^regmd whoami$/u],
        ['s2', ['broadcast'], 'NOT_ORCHESTRATOR', 3, /^regmd whoami$/u],
        ['s2', reassign, 'NOT_ORCHESTRATOR', 3, /^regmd whoami$/u],
        ['s2', start, 'NOT_ORCHESTRATOR', 3, /^regmd whoami$/u],
        ['s1', ['broadcast'], 'NOT_READY', 3, /^regmd confirm$/u],
        ['s2', ['ack'], 'NOT_READY', 3, /^regmd confirm$/u],
        ['s2', ['ack', '1'], 'NOT_HOLDER', 3, /^regmd whoami$/u],
        ['s2', ['ack', '7'], 'NUMBER_OUT_OF_RANGE', 3, /^regmd status$/u],
        ['s1', start, 'NOT_READY', 3, /^regmd confirm$/u],
        ['s1', ['reassign', '7', ...reassign.slice(2)], 'NUMBER_OUT_OF_RANGE', 3, /^regmd status$/u]
      ]
    ],
    [
      story.slice(0, 1),
      [
        ['s2', ['ack'], 'NOT_READY', 3, /^regmd broadcast$/u],
        ['s1', start, 'NOT_READY', 3, /^regmd broadcast$/u]
      ]
    ],
    [story.slice(1, 2), [['s1', start, 'NOT_READY', 3, /^regmd ack$/u]]],
    [story.slice(2, 4), [['s1', start, 'NOT_READY', 3, /^regmd (?:propose|approve)$/u]]]
  ]

test('what is out of turn, or not theirs, is refused with the next command', async () => {
  const folder = await makeOne()
  for (const [done, refused] of refusals) {
    if (done?.length === 0) {
      for (const number of [1, 2]) await doAs(folder, `s${number}`, ['claim', String(number)])
    }

    for (const {session, args} of done ?? []) await doAs(folder, session, args)
    const before = await idOf(folder, 'main')
    for (const [session, args, code, exitCode, hint] of refused) {
      const {error, ...output} = await ask(folder, session, args)
      assert.deepEqual([error.code, output.exitCode], [code, exitCode], args.join(' '))
      assert.match(error.hint, hint, args.join(' '))
      if (code === 'NOT_READY') assert.notDeepEqual(error.details.missing, [])
      const told = await runAs(folder, session, args)
      assert.deepEqual([told.exitCode, told.stdout], [exitCode, ''])
      assert.ok(told.stderr.includes(error.hint), told.stderr)
    }

    assert.equal(await idOf(folder, 'main'), before, 'nothing was written')
  }
})

describe('wrong usage', async () => {
  const folder = await makeOne()
  const wrong: readonly (readonly [what: string, args: readonly string[]])[] = [
    ['a reassignment without a reason', ['reassign', '2', '--goal', 'Find 5 leads daily']],
    ['a reassignment with an empty reason', [...reassign.slice(0, 4), '--reason', '']],
    ['a reassignment of nothing', ['reassign', '2', '--reason', 'Why not']],
    ['a reassignment of nobody', ['reassign', '--goal', 'Find 5 leads daily', '--reason', 'x']],
    ['a number that is none', ['ack', 'two']],
    ['no start', ['activate']],
    ['no day of the calendar', ['activate', '--start', '2026-02-30']],
    ['a day in words', ['activate', '--start', 'tomorrow']],
    ['an unknown zone', ['activate', '--start', '2026-11-23', '--time-zone', 'Mars/Olympus']],
    ['an unknown option', ['confirm', '--force']],
    ['a word too many', ['broadcast', '3']],
    ...['confirm', 'broadcast', 'ack', 'sync', 'approve'].map(
      (name) => [`${name} --offline`, [name, '--offline']] as const
    ),
    ['reassign --offline', [...reassign, '--offline']],
    ['activate --offline', [...start, '--offline']]
  ]

  for (const [what, args] of wrong) {
    test(what, async () => {
      const {exitCode, error} = await ask(folder, 's1', args, person)
      assert.deepEqual([exitCode, error.code], [2, 'USAGE'], error.message)
      assert.notEqual(error.hint, '')
    })
  }

  test('nobody who acts', async () => {
    for (const args of [['confirm'], ['broadcast'], ['ack'], reassign, start]) {
      const {exitCode, error} = await ask(folder, '', args)
      assert.deepEqual([exitCode, error.code], [2, 'USAGE'])
      assert.match(error.hint, /^regmd whoami --set /u)
    }
  })
})

test('a reassignment says what it changes, why, and what falls with it', async () => {
  const {clone} = await makeClone({[registryPath]: text})
  await agreeIn(clone, 2)
  const responsibilities = ['Look', 'Ask'].flatMap((item) => ['--responsibility', item])
  const args = [...reassign, '--role', 'Scout', ...responsibilities]
  const {data} = await ask(clone, 's1', args)
  assert.deepEqual(
    [data.number, data.session, data.role, data.goal, data.responsibilities, data.reason],
    [2, 's2', 'Scout', 'Find 5 prospects daily', ['Look', 'Ask'], 'Less is more']
  )
  assert.deepEqual([data.changed, data.branch, data.remote], [true, 'registry', 'origin'])
  assert.deepEqual(data.fallen, ['confirmed', 'broadcast'])
  await git(clone, 'fetch', '--quiet')
  await assertDeed(clone, ['reassign', 2, 's1'], data.commit)
  assert.deepEqual((await registryAt(clone, data.commit)).records, [])

  const again = await ask(clone, 's1', args)
  assert.deepEqual([again.exitCode, again.data.changed], [0, false])
  assert.deepEqual(again.data.fallen, [])

  await doAs(clone, 's1', ['confirm'])
  const {stdout} = await runAs(clone, 's1', [
    ...reassign.slice(0, 2),
    '--role',
    'Lookout',
    ...reassign.slice(4)
  ])
  assert.match(stdout, /^✅ Number 2 is reassigned$/mu)
  assert.match(stdout, /Role +Lookout/u)
  assert.match(stdout, /Reason +Less is more/u)
  assert.match(stdout, /^ +Note +A block changed: what was confirmed is so no longer$/mu)
})

test('a claim, a release and a reassignment all tell what falls', async () => {
  const folder = await makeOne()
  await agreeIn(folder, 2)
  await ask(folder, '', ['approve'], person)
  await doAs(folder, 's1', start)
  const {data} = await ask(folder, 's2', ['release', '--reason', 'Out of work'])
  assert.deepEqual(data.fallen, ['confirmed', 'broadcast', 'approved', 'activated'])
  const document = await textAt(folder, 'main')
  for (const box of ['Orchestrator confirms', 'Human approves', 'All 2 sessions']) {
    assert.ok(document.includes(`- [ ] ${box}`), box)
  }
  assert.ok(!document.includes('ACTIVATED'), 'the header')
  const claimed = await ask(folder, 's2', ['claim', '2'])
  assert.deepEqual(claimed.data.fallen, [])
})

test('text of a session stays out of commit messages, and out of the terminal', async () => {
  const folder = await makeOne()
  await agreeIn(folder, 2)
  const goal = 'Fixes #1 @octocat: find 5 prospects daily'
  const reason = 'Registry-Action: approve'
  const {data} = await ask(folder, 's1', ['reassign', '2', '--goal', goal, '--reason', reason])
  assert.equal(data.goal, goal)
  assert.ok(data.untrusted.includes('/goal'), 'it is marked as such')
  assert.ok(data.untrusted.includes('/reason'), 'and so is the reason')
  const message = await git(folder, 'log', '-1', '--format=%B', 'main')
  assert.ok(!/octocat|approve|#1/u.test(message), message)
  await assertDeed(folder, ['reassign', 2, 's1'])

  const evil = 'Find 5 prospects\u001B[31m daily'
  const refused = await ask(folder, 's1', ['reassign', '2', '--goal', evil, '--reason', 'x'])
  assert.equal(refused.exitCode, 6)
  assert.equal(refused.error.code, 'CLAIM_INVALID')
  const unmeasurable = ['reassign', '2', '--goal', 'Do well', '--reason', 'x']
  assert.equal((await ask(folder, 's1', unmeasurable)).error.code, 'CLAIM_INVALID')
})
