import assert from 'node:assert/strict'
import {chmod, readFile, rm, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {describe, test} from 'node:test'
import {Ajv2020} from 'ajv/dist/2020.js'
import {commands} from '../../src/commands/index.ts'
import {findHidden} from '../../src/core/characters.ts'
import {
  type Output,
  type Run,
  type RunOptions,
  addClone,
  commitFiles,
  git,
  heldBy,
  makeClone,
  makeFolder,
  makeRepository,
  packageRoot,
  readSeed,
  regmd,
  registryPath,
  registryText,
  writeFiles
} from '../helpers/cli.ts'
import {amount, isLong} from '../helpers/fire.ts'
import {barePath, makeStandIn} from '../helpers/gh.ts'
import {nextMinute} from '../helpers/history.ts'
import {agreeIn, makeAgreed, protocolText} from '../helpers/protocol.ts'
import {type Line, linesIn} from '../helpers/watch.ts'

const schema = JSON.parse(
  await readFile(join(packageRoot, 'schemas/output.schema.json'), 'utf8')
) as object
const validate = new Ajv2020({allErrors: true, strict: true}).compile(schema)

/** Checks what holds for every run with `--json`, and returns the object. */
function read({exitCode, stdout, stderr}: Run): Output {
  const output = JSON.parse(stdout) as Output
  assert.ok(validate(output), JSON.stringify({errors: validate.errors, output}, null, 2))
  assert.ok(stdout.startsWith('{') && stdout.endsWith('}\n'))
  assert.equal(output.schemaVersion, 1)
  assert.equal(output.exitCode, exitCode)
  assert.equal(output.ok, exitCode <= 1)
  assert.equal(findHidden(stdout.replaceAll('\n', '')).length, 0, 'hidden characters in stdout')
  assert.equal(findHidden(stderr.replaceAll('\n', '')).length, 0, 'hidden characters in stderr')
  assert.doesNotMatch(stderr, /^\s*[{[]/mu)
  if (!output.ok) {
    assert.notEqual(output.error.message, '')
    assert.ok(output.error.hint, 'no hint')
    assert.equal(typeof output.error.details, 'object')
    assert.equal(stderr, '')
  }

  return output
}

async function ask(cwd: string, args: readonly string[], options?: RunOptions): Promise<Output> {
  return read(await regmd(cwd, [...args, '--json'], options))
}

const mixed = registryText({
  sessions: 5,
  blocks: {
    1: heldBy('boss', 1),
    2: heldBy('two (run-2)', 2),
    4: ['- **NUMBER**: 4', '- **ROLE**: r', '- **GOAL**: 5 x', '- **SESSION_ID**: four']
  }
})

describe('success', () => {
  test('claim', async () => {
    const repository = await makeRepository({[registryPath]: mixed})
    const env = {REGMD_SESSION: 'me'}
    const {command, data} = await ask(repository, ['claim', '3'], {env})
    const tip = (await git(repository, 'rev-parse', 'main')).trim()
    assert.equal(command, 'claim')
    assert.deepEqual(
      {...data, untrusted: []},
      {
        number: 3,
        session: 'me',
        title: 'Part 3',
        role: 'Role 3',
        goal: 'Find 30 prospects daily',
        responsibilities: [],
        status: 'REGISTERED',
        timestamp: '2026-11-20T18:10:27Z',
        ready: true,
        path: registryPath,
        branch: 'main',
        remote: null,
        commit: tip,
        attempts: 1,
        alreadyHeld: false,
        fallen: [],
        warnings: [],
        untrusted: []
      }
    )

    const again = await ask(repository, ['claim'], {env})
    assert.deepEqual(again.data, {...data, alreadyHeld: true, attempts: 0})
  })

  test('claim on a remote', async () => {
    const {clone} = await makeClone({[registryPath]: mixed})
    const {data} = await ask(clone, ['claim', '--next', '--session', 'me', '--no-ready'])
    assert.equal(data.remote, 'origin')
    assert.equal(data.branch, 'registry')
    assert.equal(data.ready, false)
    assert.equal(data.commit, (await git(clone, 'rev-parse', 'origin/registry')).trim())
  })

  test('claim --dry-run', async () => {
    const repository = await makeRepository({[registryPath]: mixed})
    const {data} = await ask(repository, ['claim', '3', '--session', 'me', '--dry-run'])
    assert.equal(data.number, 3)
    assert.match(data.diff, /^\+- \*\*SESSION_ID\*\*: me$/mu)
    assert.equal(data.commit ?? null, null)
  })

  test('ready and release', async () => {
    const repository = await makeRepository({[registryPath]: mixed})
    const env = {REGMD_SESSION: 'me'}
    await ask(repository, ['claim', '3', '--no-ready'], {env})
    const ready = await ask(repository, ['ready'], {env})
    assert.equal(ready.data.changed, true)
    assert.equal(ready.data.number, 3)
    const again = await ask(repository, ['ready', '3'], {env})
    assert.equal(again.data.changed, false)
    assert.equal(again.data.commit, null)
    const release = await ask(repository, ['release', '--reason', 'done'], {env})
    assert.equal(release.data.status, 'PENDING')
    assert.equal(release.data.session, null)
    const released = await ask(repository, ['release', '3', '--reason', 'done'], {env})
    assert.equal(released.data.changed, false)
  })

  test('status', async () => {
    const repository = await makeRepository({[registryPath]: mixed})
    const {data} = await ask(repository, ['status'])
    assert.equal(data.registered, 2)
    assert.equal(data.total, 5)
    assert.deepEqual(data.available, [3, 5])
    assert.deepEqual(data.approved, [])
    assert.equal(data.sessions.length, 5)
    assert.deepEqual(data.sessions[0].responsibilities, [])
    assert.equal(data.sessions[0].ready, true)
    assert.equal(data.sessions[2].ready, false)
    assert.equal(data.consensus.reached, false)
    assert.equal(data.consensus.criteria.length, 6)
    const one = await ask(repository, ['status', '2'])
    assert.equal(one.data.sessions.length, 1)
    assert.equal(one.data.registered, 2)
  })

  test('status of a registry that is full', async () => {
    const repository = await makeRepository({
      [registryPath]: registryText({sessions: 1, blocks: {1: heldBy('boss', 1)}})
    })
    assert.deepEqual((await ask(repository, ['status'])).data.available, [])
  })

  test('status of a block that was released, and of one that nobody understands', async () => {
    const repository = await makeRepository({
      [registryPath]: registryText({
        blocks: {
          1: ['- **STATUS**: ⏳ PENDING', '- **REASON**: moved on'],
          2: ['- **STATUS**: MAYBE'],
          3: []
        }
      })
    })
    const {data} = await ask(repository, ['status'])
    assert.equal(data.sessions[0].reason, 'moved on')
    assert.equal(data.sessions[1].status, 'UNKNOWN')
    assert.equal(data.sessions[2].role, null)
  })

  test('history, and that of one number', async () => {
    const repository = await makeRepository({[registryPath]: mixed})
    await ask(repository, ['claim', '3', '--session', 'me'])
    const {data} = await ask(repository, ['history'])
    assert.deepEqual(
      data.entries.map(({action, number}: {action: string; number: number}) => [action, number]),
      [
        ['claim', 1],
        ['claim', 2],
        ['claim', 3]
      ]
    )
    assert.deepEqual((await ask(repository, ['history', '4'])).data.entries, [])

    const {data: one} = await ask(repository, ['history', '3'])
    assert.equal(one.complete, true)
    assert.equal(one.proof.number, 3)
    assert.deepEqual(one.proof.first, one.entries[0])
    assert.deepEqual(one.proof.current, one.proof.first)
    assert.deepEqual(one.proof.lost, [])
    await ask(repository, ['release', '--session', 'me', '--reason', 'done'])
    assert.equal((await ask(repository, ['history', '3'])).data.proof.current, null)
    assert.equal((await ask(repository, ['history', '5'])).data.proof.first, null)
  })

  test('history of a number that somebody claimed too late', async () => {
    const {clone, remote} = await makeClone({[registryPath]: mixed})
    await ask(clone, ['claim', '3', '--session', 'me'])
    const late = await addClone(remote, 'Grace Hopper')
    await git(late, 'checkout', '--quiet', '-b', 'late', 'origin/main')
    const taken = registryText({sessions: 5, blocks: {3: heldBy('late', 3)}})
    await commitFiles(late, {[registryPath]: taken}, 'Claim it')
    const {data} = await ask(late, ['history', '3'])
    assert.deepEqual(
      data.proof.lost.map(({action, session, author}: Record<string, string>) => [
        action,
        session,
        author
      ]),
      [['lost', 'late', 'Grace Hopper']]
    )
  })

  test('history --verify', async () => {
    const repository = await makeRepository({[registryPath]: mixed})
    await ask(repository, ['claim', '3', '--session', 'me'])
    const clean = await ask(repository, ['history', '--verify'])
    assert.deepEqual(clean.data.breaches, [])
    assert.equal(clean.exitCode, 0)
    const text = await readFile(join(repository, registryPath), 'utf8')
    const taken = text.replace('**SESSION_ID**: me', '**SESSION_ID**: you')
    await commitFiles(repository, {[registryPath]: taken}, 'Take it over')
    const broken = await ask(repository, ['history', '--verify'])
    assert.equal(broken.exitCode, 1)
    const [breach] = broken.data.breaches
    assert.equal(breach.kind, 'takeover')
    assert.equal(breach.number, 3)
    assert.equal(breach.commit, (await git(repository, 'rev-parse', 'main')).trim())
    assert.equal(broken.data.entries.at(-1).action, 'breach')
  })

  test('check', async () => {
    const repository = await makeRepository({[registryPath]: await readSeed()})
    const {command, exitCode, data} = await ask(repository, ['check'])
    assert.equal(command, 'check')
    assert.equal(exitCode, 0)
    assert.equal(data.path, registryPath)
    assert.equal(data.errors, 0)
    assert.equal(data.warnings, 2)
    assert.equal('consensus' in data, false)
    assert.deepEqual(
      data.problems.map(({code, severity, number}: Record<string, unknown>) => [
        code,
        severity,
        number
      ]),
      [
        ['GOAL_BATCH_MISMATCH', 'warning', 5],
        ['GOAL_BATCH_MISMATCH', 'warning', 6]
      ]
    )
    assert.equal(data.problems[0].related.length, 1)
    const strict = await ask(repository, ['check', '--strict'])
    assert.equal(strict.exitCode, 1)
    assert.deepEqual(strict.data, data)
  })

  test('check --format json', async () => {
    const repository = await makeRepository({[registryPath]: await readSeed()})
    const wanted = await regmd(repository, ['check', '--json'])
    for (const args of [['--format', 'json'], ['--format=json']]) {
      const run = await regmd(repository, ['check', ...args])
      read(run)
      assert.deepEqual(run, wanted)
    }

    const {error} = read(await regmd(repository, ['check', '--format', 'json', '--ref', 'nope']))
    assert.equal(error.code, 'COMMIT_UNAVAILABLE')
  })

  test('check --consensus', async () => {
    const repository = await makeRepository({[registryPath]: await readSeed()})
    const {exitCode, data} = await ask(repository, ['check', '--consensus'])
    assert.equal(exitCode, 1)
    assert.equal(data.errors, 0)
    assert.equal(data.consensus.reached, false)
    assert.equal(data.consensus.criteria.length, 6)
    assert.ok(data.untrusted.includes('/consensus/criteria/*/missing/*'))
  })

  test('check of a document that is wrong, and of a change', async () => {
    const repository = await makeRepository({[registryPath]: mixed})
    const double = `${mixed}\n### Session #3\n\n- a: b\n`
    await writeFiles(repository, {[registryPath]: double, 'elsewhere.md': double})
    for (const args of [[], ['--base', 'HEAD'], ['--file', 'elsewhere.md']]) {
      const {exitCode, data} = await ask(repository, ['check', ...args])
      assert.equal(exitCode, 1)
      assert.ok(data.errors > 0)
      const codes = data.problems.map(({code}: {code: string}) => code)
      assert.ok(codes.includes('NUMBER_DUPLICATE'))
    }
  })

  test('check --explain', async () => {
    const folder = await makeFolder()
    const {data} = await ask(folder, ['check', '--explain', 'NUMBER_DUPLICATE'])
    const page = await readFile(join(packageRoot, 'docs/rules/NUMBER_DUPLICATE.md'), 'utf8')
    assert.deepEqual(data, {code: 'NUMBER_DUPLICATE', severity: 'error', page})
  })

  test('history with trailers that a person wrote', async () => {
    const repository = await makeRepository({[registryPath]: mixed})
    for (const number of ['0', 'abc', '-1', '1.5', '2\nRegistry-Number: 3']) {
      const trailers = `Registry-Action: claim\nRegistry-Number: ${number}\nRegistry-Session: %E0%A4%A`
      await commitFiles(
        repository,
        {[registryPath]: `${mixed}\n<!-- ${number} -->\n`},
        `By hand\n\n${trailers}`
      )
    }

    const {data} = await ask(repository, ['history'])
    assert.deepEqual(
      data.entries.map(({action}: {action: string}) => action),
      ['claim', 'claim', ...Array.from({length: 5}, () => 'edit')]
    )
  })

  test('whoami', async () => {
    const repository = await makeRepository({[registryPath]: mixed})
    const {data} = await ask(repository, ['whoami', '--session', 'run-2'])
    assert.equal(data.number, 2)
    assert.equal(data.source, 'flag')
    assert.equal(data.session, 'run-2')
    const nobody = await ask(repository, ['whoami', '--session', 'nobody'])
    assert.equal(nobody.data.number, null)
    assert.deepEqual(nobody.data.responsibilities, [])
    await ask(repository, ['whoami', '--set', 'two'])
    assert.equal((await ask(repository, ['whoami'])).data.source, 'git config')
  })

  test('init', async () => {
    const repository = await makeRepository({})
    const {data} = await ask(repository, ['init'])
    assert.ok(data.written.some(({path}: {path: string}) => path === registryPath))
    const again = await ask(repository, ['init'])
    for (const {action} of again.data.written) assert.equal(action, 'kept')
  })

  test('--quiet leaves the object', async () => {
    const repository = await makeRepository({[registryPath]: mixed})
    assert.equal((await ask(repository, ['status', '--quiet'])).data.total, 5)
  })
})

/** Lines that `watch` prints, each of which is as the schema says. */
async function watchLines(cwd: string, ...args: readonly string[]): Promise<readonly Line[]> {
  const {exitCode, stdout, stderr} = await regmd(cwd, [
    'watch',
    '--json',
    '--timeout',
    '0.1',
    ...args
  ])
  assert.equal(stderr, '')
  assert.equal(findHidden(stdout.replaceAll('\n', '')).length, 0)
  const lines = linesIn(stdout)
  for (const line of lines) {
    assert.ok(validate(line), JSON.stringify({errors: validate.errors, line}, null, 2))
  }

  assert.equal(lines.at(-1)?.exitCode, exitCode)
  return lines
}

describe('the protocol', () => {
  const landed = {path: registryPath, branch: 'main', remote: null, attempts: 1, changed: true}

  /** Runs a command as a session, a minute later each time. */
  async function run(
    cwd: string,
    session: string,
    args: readonly string[],
    options: RunOptions = {}
  ): Promise<Output> {
    const env = {...options.env, REGMD_SESSION: session}
    const output = await ask(cwd, args, {now: nextMinute(), ...options, env})
    assert.equal(output.command, args[0])
    return output
  }

  const tipOf = async (cwd: string, name = 'main') => (await git(cwd, 'rev-parse', name)).trim()

  test('on one branch, from a reassignment to a schedule', async () => {
    const cwd = await makeRepository({[registryPath]: protocolText()})
    for (const number of ['1', '2']) await run(cwd, `s${number}`, ['claim', number])
    const wish = ['--goal', 'Send 7 mails daily', '--responsibility', 'Report by 8 AM']

    const reassigned = await run(cwd, 's1', ['reassign', '2', ...wish, '--reason', 'too many'])
    assert.deepEqual(reassigned.data, {
      number: 2,
      session: 's2',
      title: 'Part 2',
      role: 'Role 2',
      goal: 'Send 7 mails daily',
      responsibilities: ['Report by 8 AM'],
      status: 'REGISTERED',
      timestamp: reassigned.data.timestamp,
      ready: true,
      reason: 'too many',
      ...landed,
      commit: await tipOf(cwd),
      fallen: [],
      warnings: [],
      untrusted: reassigned.data.untrusted
    })
    const again = await run(cwd, 's1', ['reassign', '2', ...wish, '--reason', 'still'])
    assert.deepEqual([again.data.changed, again.data.commit], [false, null])

    const orchestrator = {number: 1, session: 's1', status: 'REGISTERED'}
    const confirmed = await run(cwd, 's1', ['confirm'])
    const commit = await tipOf(cwd)
    const rest = {commit, fallen: [], untrusted: ['/session']}
    assert.deepEqual(confirmed.data, {...orchestrator, ...landed, ...rest})

    const broadcast = await run(cwd, 's1', ['broadcast'])
    const {digest, sessions} = broadcast.data
    assert.deepEqual(
      sessions.map(({number, session, goal}: Readonly<Record<string, unknown>>) => [
        number,
        session,
        goal
      ]),
      [
        [1, 's1', 'Find 10 prospects daily'],
        [2, 's2', 'Send 7 mails daily']
      ]
    )
    assert.equal((await run(cwd, 's1', ['broadcast'])).data.changed, false)
    for (const session of ['s1', 's2']) {
      const {data} = await run(cwd, session, ['ack'])
      assert.deepEqual([data.digest, data.session, data.changed], [digest, session, true])
    }

    assert.equal((await run(cwd, 's2', ['ack', '2'])).data.changed, false)
    const before = await run(cwd, '', ['status'])
    assert.equal(before.data.stage, 'acknowledged')
    assert.equal(before.data.next, 'regmd approve')
    assert.deepEqual(before.data.steps.approved, null)
    assert.equal(before.data.steps.broadcast.digest, digest)
    assert.equal(before.data.sessions[1].acknowledged.digest, digest)
    assert.equal(before.data.sessions[1].reason, 'too many')
    assert.deepEqual(before.data.consensus.open, [])

    const approved = await run(cwd, '', ['approve'], {isInteractive: true})
    assert.deepEqual(approved.data, {
      ...landed,
      commit: await tipOf(cwd),
      digest,
      numbers: [1, 2]
    })
    const twice = await run(cwd, '', ['approve'], {isInteractive: true})
    assert.deepEqual([twice.data.changed, twice.data.commit], [false, null])

    const start = ['--start', '2026-11-23', '--time-zone', 'Europe/Berlin']
    const activated = await run(cwd, 's1', ['activate', ...start, '--ics', 'week.ics'])
    const {entries, ...activation} = activated.data
    assert.equal(activation.ics, 'week.ics')
    assert.equal(activation.end, '2026-11-29')
    assert.equal(activation.digest, digest)
    assert.deepEqual(activation.withoutHours, [{number: 1, session: 's1', role: 'Role 1'}])
    assert.deepEqual(activation.withoutDays, [])
    assert.deepEqual(
      entries.map(({number, kind, from, to}: Readonly<Record<string, unknown>>) => [
        number,
        kind,
        from,
        to
      ]),
      [[2, 'deadline', 480, 480]]
    )
    const same = await run(cwd, 's1', ['activate', ...start])
    assert.deepEqual([same.data.changed, same.data.ics], [false, null])

    const after = await run(cwd, '', ['status'])
    assert.deepEqual([after.data.stage, after.data.next], ['activated', null])
    assert.deepEqual(after.data.approved, [1, 2])

    const history = await run(cwd, '', ['history', '--verify'])
    assert.deepEqual(
      history.data.entries.map(({action}: {readonly action: string}) => action),
      [
        'edit',
        'claim',
        'claim',
        'reassign',
        'confirm',
        'broadcast',
        'ack',
        'ack',
        'approval',
        'activate'
      ]
    )
    assert.equal(history.exitCode, 0)

    const late = await run(cwd, 's1', ['reassign', '2', '--goal', '8 mails', '--reason', 'more'])
    assert.deepEqual(late.data.fallen, ['confirmed', 'broadcast', 'approved', 'activated'])
    const dry = await run(cwd, 's3', ['release', '2', '--reason', 'x'])
    assert.equal(dry.error.code, 'NOT_HOLDER')
    assert.deepEqual((await run(cwd, 's2', ['release', '--reason', 'x'])).data.fallen, [])
  })

  test('a task that is left to people, and a step without hours and calendar', async () => {
    const text = protocolText({
      blocks: {
        2: [
          '- **NUMBER**: 2',
          '- **ROLE**: Role 2',
          '- **GOAL**: 9 mails',
          '- **RESPONSIBILITIES**: Post at 9 AM every other day',
          '- **STATUS**: PENDING'
        ]
      }
    })
    const cwd = await makeRepository({
      [registryPath]: text.replace('- [ ] Human', '- [ ] Lunch is ordered\n- [ ] Human')
    })
    await agreeIn(cwd, 2)
    await run(cwd, '', ['approve'], {isInteractive: true})
    const open = ['Lunch is ordered']
    assert.deepEqual((await run(cwd, '', ['status'])).data.consensus.open, open)
    const check = await run(cwd, '', ['check', '--consensus'])
    assert.deepEqual([check.exitCode, check.data.consensus.open], [1, open])
    const {error} = await run(cwd, 's1', ['activate', '--start', '2026-11-23'])
    assert.deepEqual(error.details.missing, ['“Lunch is ordered” is not ticked'])

    const unticked = await readFile(join(cwd, registryPath), 'utf8')
    const ticked = unticked.replace('[ ] Lunch', '[x] Lunch')
    await commitFiles(cwd, {[registryPath]: ticked}, 'Order it')
    const args = ['activate', '--start', '2026-11-23', '--ics', 'week.ics']
    const {data} = await run(cwd, 's1', args)
    assert.deepEqual([data.ics, data.entries], [null, []])
    assert.deepEqual(data.withoutDays, [
      {number: 2, session: 's2', role: 'Role 2', text: 'Post at 9 AM every other day'}
    ])
  })

  test('on a remote: proposals, an approval by a merge, and what main has since', async () => {
    const {remote, human, clones} = await makeAgreed()
    const [clone = ''] = clones
    const env = {PATH: await barePath()}
    const dry = await run(clone, '', ['propose', '--dry-run'], {env})
    assert.deepEqual([dry.data.action, dry.data.dryRun], ['none', true])
    assert.notEqual(dry.data.body, '')
    const byHand = await run(clone, '', ['propose'], {env})
    assert.equal(byHand.data.action, 'manual')
    assert.equal(byHand.data.reason, 'gh is not installed')
    assert.equal(byHand.data.commit, await tipOf(remote, 'registry'))
    assert.ok(byHand.data.commands.length > 0)

    const gh = await makeStandIn()
    const item = '{"number":7,"url":"https://example.com/pull/7","isCrossRepository":false}'
    const created = {stdout: 'https://example.com/pull/7\n'}
    await gh.reply({'pr create': created, 'pr list': [{stdout: '[]'}, {stdout: `[${item}]`}]})
    for (const action of ['created', 'updated']) {
      const {data} = await run(clone, '', ['propose'], {env: {PATH: gh.path}})
      assert.deepEqual(
        [data.action, data.number, data.url, data.reason, data.commands],
        [action, 7, 'https://example.com/pull/7', null, []]
      )
    }

    await git(human, 'fetch', '--quiet')
    await git(human, 'merge', '--quiet', '--no-ff', '-m', 'Approve', 'origin/registry')
    await git(human, 'push', '--quiet')
    const {data} = await run(clone, '', ['propose'], {env})
    assert.deepEqual([data.action, data.approved, data.url], ['none', true, null])
    assert.deepEqual((await run(clone, '', ['status'])).data.approved, [1, 2])

    const text = await readFile(join(human, registryPath), 'utf8')
    await commitFiles(human, {[registryPath]: `${text}\nSalt is in the cupboard.\n`}, 'Say where')
    await git(human, 'push', '--quiet')
    const base = await tipOf(remote)
    const {data: released} = await run(clone, 's2', ['release', '--reason', 'lunch'])
    assert.deepEqual(released.fallen, ['confirmed', 'broadcast'])
    assert.equal(await git(remote, 'merge-base', base, 'registry'), `${base}\n`)
    const synced = await run(clone, '', ['sync'])
    assert.deepEqual(
      [synced.data.changed, synced.data.commit, synced.data.merged, synced.data.attempts],
      [false, null, null, 0]
    )
  })

  test('sync merges, or says what only a person can', async () => {
    const {remote, clone} = await makeClone({[registryPath]: protocolText({rest: '\nSalt.\n'})})
    const human = await addClone(remote, 'Grace Hopper')
    await run(clone, 's1', ['claim', '1'])
    const edit = async (after: string) => {
      const text = await readFile(join(human, registryPath), 'utf8')
      const other = text
        .replace(/^Salt.*$/mu, after)
        .replace(/^(- \*\*NUMBER\*\*: 2\n- \*\*ROLE\*\*: ).*$/mu, `$1${after}`)
      await commitFiles(human, {[registryPath]: other}, 'Edit')
      await git(human, 'push', '--quiet')
    }

    await edit('Salt is here.')
    const {data} = await run(clone, '', ['sync'])
    assert.equal(data.merged, await tipOf(remote))
    assert.equal(data.changed, true)
    await run(clone, 's1', ['reassign', '2', '--role', 'Cook', '--reason', 'hungry'])
    await edit('Salt is there.')
    const {error} = await run(clone, '', ['sync'])
    assert.equal(error.code, 'REGISTRY_INVALID')
    assert.equal(error.details.conflicts.length, 1)
  })

  test('a registry branch that carries more than the registry', async () => {
    const {remote, clone} = await makeClone({[registryPath]: protocolText()})
    await run(clone, 's1', ['claim', '1'])
    const human = await addClone(remote, 'Grace Hopper')
    await commitFiles(human, {[registryPath]: `${protocolText()}\nSalt.\n`}, 'Edit')
    await git(human, 'push', '--quiet')
    await git(human, 'checkout', '--quiet', '-b', 'registry', 'origin/registry')
    await commitFiles(human, {'other.txt': 'More\n'}, 'Smuggle')
    await git(human, 'push', '--quiet')
    const {error} = await run(clone, '', ['sync'])
    assert.equal(error.code, 'NOT_READY')
    assert.equal(error.details.path, 'other.txt')
  })

  test('merge-driver', async () => {
    const folder = await makeFolder()
    const taken = (session: string) => registryText({blocks: {2: heldBy(session, 2)}})
    await writeFiles(folder, {o: registryText(), a: registryText(), b: taken('two')})
    const clean = await ask(folder, ['merge-driver', 'o', 'a', 'b', registryPath, '7'])
    assert.equal(clean.exitCode, 0)
    assert.deepEqual([clean.data.path, clean.data.clean], [registryPath, true])
    await writeFiles(folder, {o: registryText(), a: taken('one'), b: taken('two')})
    const {exitCode, stdout} = await regmd(folder, ['merge-driver', 'o', 'a', 'b', '--json'])
    const {data} = JSON.parse(stdout) as Output
    assert.ok(validate(JSON.parse(stdout)), JSON.stringify(validate.errors))
    assert.deepEqual([exitCode, data.path, data.clean], [1, 'a', false])
    assert.deepEqual(data.conflicts[0].sessions, ['one', 'two'])
    assert.equal(data.conflicts[0].number, 2)
  })

  test('watch: a line each, of the same schema', async () => {
    const cwd = await makeRepository({[registryPath]: protocolText()})
    const since = await tipOf(cwd)
    await run(cwd, 's1', ['claim', '1'])
    await run(cwd, 's1', ['release', '--reason', 'x'])
    const lines = await watchLines(cwd, '--since', since)
    assert.deepEqual(
      lines.map(({event, action, reason}) => [event, action ?? reason ?? '']),
      [
        ['start', ''],
        ['entry', 'claim'],
        ['entry', 'release'],
        ['end', 'timeout']
      ]
    )
    const waited = await watchLines(cwd, '--until', 'activated')
    assert.deepEqual([waited.length, waited[1]?.exitCode], [2, 1])

    const tip = await tipOf(cwd)
    await git(cwd, 'reset', '--quiet', '--hard', since)
    const [, rewound] = await watchLines(cwd, '--since', tip)
    assert.equal(rewound?.action, 'rewound')
  })
})

/** Stands in each text of a document, and nowhere else. */
const mark = 'xyzzy'

/** Texts in a value, by JSON pointer. */
function* textsIn(value: unknown, pointer = ''): Generator<readonly [string, string]> {
  if (typeof value === 'string') yield [pointer, value]
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) yield* textsIn(inner, `${pointer}/${key}`)
}

/** Whether one of the pointers, with stars, is at a place or above it. */
function isNamed(pointers: readonly string[], pointer: string): boolean {
  const place = pointer.split('/')
  return pointers.some((one) =>
    one.split('/').every((part, index) => part === '*' || part === place[index])
  )
}

/** Where the mark comes out; each of these places is named as untrusted. */
function marksIn(value: object): readonly string[] {
  const {untrusted = []}: {readonly untrusted?: readonly string[]} = {...value}
  const found = [...textsIn(value)].filter(([, text]) => text.includes(mark))
  const places = found.map(([pointer]) => pointer)
  for (const place of places) {
    assert.ok(isNamed(untrusted, place), `${place} in ${JSON.stringify(value)}`)
  }

  return places.map((place) => place.replaceAll(/\/\d+(?=\/|$)/gu, '/*'))
}

describe('text of the document is named as such', () => {
  const tasks = ['Report by 8 AM', 'Post at 9 AM every other day', 'Rest']
  const blocks = Object.fromEntries(
    tasks.map((task, index) => {
      const number = index + 1
      const fields = {
        NUMBER: number,
        ROLE: `${mark} role ${number}`,
        GOAL: `Send ${number}0 ${mark} mails daily`,
        SESSION_ID: `${mark}-${number}`,
        RESPONSIBILITIES: `${mark} ${task}`,
        STATUS: 'PENDING'
      }
      return [number, Object.entries(fields).map(([name, value]) => `- **${name}**: ${value}`)]
    })
  )
  const text = protocolText({sessions: 3, blocks})
    .replaceAll('Part', `${mark} part`)
    .replace('- [ ] Human', `- [ ] ${mark} is eaten\n- [ ] Human`)

  /** Runs a command as a session, and finds where the mark comes out. */
  async function marks(
    cwd: string,
    session: string,
    args: readonly string[],
    options: RunOptions = {}
  ): Promise<readonly string[]> {
    const output = await ask(cwd, args, {
      now: nextMinute(),
      ...options,
      env: {...options.env, REGMD_SESSION: session}
    })
    if (output.ok) return marksIn(output.data)
    const {message, hint, details} = output.error
    assert.ok(!hint.includes(mark), hint)
    return [...marksIn(details), ...(message.includes(mark) ? ['message'] : [])]
  }

  /** Sees to it that the mark comes out at these places at least. */
  function assertAt(found: readonly string[], ...places: readonly string[]): void {
    assert.deepEqual(
      places.filter((place) => !found.includes(place)),
      [],
      found.join(' ')
    )
  }

  test('through the whole protocol', async () => {
    const cwd = await makeRepository({[registryPath]: text}, `${mark} Lovelace`)
    const first = (await git(cwd, 'rev-parse', 'main')).trim()
    const [one, two, three] = [`${mark}-1`, `${mark}-2`, `${mark}-3`] as const
    const own = ['/session', '/title', '/role', '/goal', '/responsibilities/*']
    assertAt(await marks(cwd, one, ['claim', '--dry-run']), ...own, '/diff')
    const reserved = await marks(cwd, 'me', ['claim', '1'])
    assertAt(reserved, 'message', '/reservedFor')
    assertAt(await marks(cwd, one, ['claim']), ...own)
    assertAt(await marks(cwd, one, ['claim', '1']), ...own)
    await writeFiles(cwd, {message: `REGISTRATION: NUMBER=2 GOAL=Send 9 mails SESSION_ID=${two}`})
    const claimed = await marks(cwd, two, ['claim', '--message', 'message'])
    assertAt(claimed, ...own)
    await marks(cwd, three, ['claim', '--no-ready'])
    assertAt(await marks(cwd, three, ['whoami']), ...own)
    assertAt(await marks(cwd, three, ['ready']), '/session')
    for (const args of [
      ['claim', '3'],
      ['ready', '3'],
      ['release', '3', '--reason', 'x']
    ]) {
      assertAt(await marks(cwd, 'me', args), 'message', '/holder')
    }

    assertAt(await marks(cwd, 'me', ['confirm']), 'message', '/holder')
    await marks(cwd, three, ['release', '--reason', `${mark} calls`])
    const session = own.map((pointer) => `/sessions/*${pointer}`)
    const status = await marks(cwd, 'me', ['status'])
    assertAt(status, ...session, '/sessions/*/reason', '/consensus/open/*')
    await marks(cwd, three, ['claim', '3'])
    const task = ['--responsibility', `${mark} by 9 AM`, '--reason', `${mark} says so`]
    assertAt(await marks(cwd, one, ['reassign', '2', ...task]), ...own, '/reason')

    for (const args of [['confirm'], ['broadcast']]) {
      assertAt(await marks(cwd, one, args), '/session')
    }
    assertAt(await marks(cwd, one, ['broadcast']), ...session)
    for (const name of [one, two, three]) assertAt(await marks(cwd, name, ['ack']), '/session')
    assertAt(await marks(cwd, 'me', ['propose', '--dry-run']), '/body')
    assert.deepEqual(await marks(cwd, 'me', ['approve'], {isInteractive: true}), [])
    const start = ['activate', '--start', '2026-11-23']
    assertAt(await marks(cwd, one, start), 'message', '/missing/*')
    const now = await readFile(join(cwd, registryPath), 'utf8')
    await commitFiles(cwd, {[registryPath]: now.replace(`[ ] ${mark}`, `[x] ${mark}`)}, 'Eat')
    assertAt(
      await marks(cwd, one, start),
      ...['/session', '/role', '/text'].map((pointer) => `/entries/*${pointer}`),
      ...['/session', '/role'].map((pointer) => `/withoutHours/*${pointer}`)
    )
    assert.deepEqual(await marks(cwd, one, ['sync']), [])
    assertAt(
      await marks(cwd, 'me', ['history']),
      ...['/session', '/author', '/message'].map((pointer) => `/entries/*${pointer}`)
    )
    assertAt(await marks(cwd, 'me', ['history', '2']), '/proof/first/session', '/proof/holder')
    const lines = await watchLines(cwd, '--since', first)
    assertAt(lines.flatMap(marksIn), '/session', '/author', '/message')
  })

  test('in a document that is full of mistakes', async () => {
    const cwd = await makeRepository({
      [registryPath]: registryText({
        sessions: 4,
        blocks: {
          1: ['- **SESSION_ID**: boss', `- **STATUS**: REGISTERED`, `- **TIMESTAMP**: ${mark}`],
          2: [`- **ROLE**: ${mark}`, `- **GOAL**: ${mark}`, '- **STATUS**: REGISTERED'],
          3: [`- **ROLE**: ${mark}`, `- **STATUS**: ${mark}`, '- **READY**: YES'],
          4: [`- **SESSION_ID**: ${mark}`, '- **STATUS**: REGISTERED', `- **READY**: ${mark}`]
        }
      })
    })
    assertAt(await marks(cwd, 'boss', ['claim']), '/timestamp')
    assertAt(await marks(cwd, 'boss', ['whoami']), '/timestamp')
    assertAt(await marks(cwd, 'me', ['status']), '/sessions/*/timestamp')
    const found = await marks(cwd, 'me', ['check', '--consensus'])
    assertAt(found, '/problems/*/message', '/consensus/criteria/*/missing/*')
    assertAt(await marks(cwd, mark, ['claim']), '/session')
    const {error} = await ask(cwd, ['confirm', '--session', 'boss'])
    assertAt(marksIn(error.details), '/missing/*')
  })

  test('in merges', async () => {
    const folder = await makeFolder()
    const taken = (session: string) => registryText({blocks: {2: heldBy(`${mark}-${session}`, 2)}})
    await writeFiles(folder, {o: registryText(), a: taken('a'), b: taken('b')})
    assertAt(
      await marks(folder, 'me', ['merge-driver', 'o', 'a', 'b', `registry/${mark}.md`]),
      ...['/message', '/next', '/sessions/*'].map((pointer) => `/conflicts/*${pointer}`),
      '/path'
    )

    const {remote, clone} = await makeClone({[registryPath]: registryText()})
    await marks(clone, `${mark}-1`, ['claim', '2'])
    const human = await addClone(remote, 'Grace Hopper')
    await commitFiles(human, {[registryPath]: taken('b')}, 'Take it')
    await git(human, 'push', '--quiet')
    assertAt(await marks(clone, 'me', ['sync']), 'message', '/conflicts/*')
  })

  test('in what another program says', async () => {
    const {clones} = await makeAgreed()
    const [clone = ''] = clones
    const gh = await makeStandIn()
    await gh.reply({'pr list': {code: 1, stderr: `${mark} is down`}})
    assertAt(await marks(clone, 's1', ['propose'], {env: {PATH: gh.path}}), '/reason')
  })
})

describe('failures that write nothing', async () => {
  const folder = await makeFolder()
  const repository = await makeRepository({[registryPath]: mixed})
  const {clone, remote} = await makeClone({[registryPath]: mixed})
  const empty = await makeRepository({'README.md': '# Nothing\n'})
  const two = await makeRepository({
    [registryPath]: mixed,
    'registry/other one.md': mixed
  })
  const full = await makeRepository({
    [registryPath]: registryText({sessions: 1, blocks: {1: heldBy('boss', 1)}})
  })
  const broken = await makeRepository({[registryPath]: registryText({frontMatter: 'registry: ['})})
  const latin = await makeRepository({
    [registryPath]: Buffer.from(registryText().replace('Part 1', 'Caf\u00e9'), 'latin1')
  })
  const double = await makeRepository({[registryPath]: `${mixed}\n### Session #3\n\n- a: b\n`})
  await rm(remote, {recursive: true})
  const {clone: remoted} = await makeClone({[registryPath]: mixed})
  const guarded = await makeRepository({
    [registryPath]: registryText({frontMatter: 'registry:\n  approvers: [ada@people.example]'})
  })
  const session = ['--session', 'me']
  const boss = ['--session', 'boss']
  const outside = {env: {GIT_CEILING_DIRECTORIES: folder}}

  const started = ['activate', '--start', '2026-11-23']
  const writes = [
    ['claim', '3'],
    ['ready', '3'],
    ['release', '3', '--reason', 'x'],
    ['reassign', '3', '--goal', '9 mails', '--reason', 'x'],
    ['confirm'],
    ['broadcast'],
    ['ack', '3'],
    started
  ]
  const others = [['propose'], ['approve'], ['sync'], ['watch']]
  const reads = [['status'], ['history'], ['whoami']]
  const cases: readonly (readonly [string, string, readonly string[], RunOptions?])[] = [
    ...commands.map(({name}) => ['USAGE', folder, [name, '--nope']] as const),
    ['USAGE', folder, ['nope']],
    ['USAGE', folder, ['--nope']],
    ['USAGE', repository, ['claim', '3x', ...session]],
    ['USAGE', repository, ['claim', '3', '--goal']],
    ['USAGE', repository, ['claim', '3', '--offline', ...session]],
    ['USAGE', repository, ['release', '3', ...session]],
    ['USAGE', repository, ['init', '--sessions', 'many']],
    ['USAGE', repository, ['init', '--from', 'missing.md']],
    ['USAGE', repository, ['status', '--timeout', '0']],
    ['USAGE', repository, ['status', '--timeout', '1', '--timeout', '2']],
    ['USAGE', repository, ['status', '--registry', '../outside.md']],
    ['USAGE', repository, ['whoami', '--set', '  ']],
    ...[...writes, ['whoami']].map((args) => ['USAGE', repository, args] as const),
    ['NUMBER_NEEDED', repository, ['claim', ...session]],
    ['NUMBER_TAKEN', repository, ['claim', '1', ...session]],
    ['NUMBER_TAKEN', repository, ['claim', '1', ...session, '--dry-run']],
    ['NUMBER_RESERVED', repository, ['claim', '4', ...session]],
    ['NUMBER_OUT_OF_RANGE', repository, ['claim', '6', ...session]],
    ['NUMBER_OUT_OF_RANGE', repository, ['ready', '6', ...session]],
    ['NUMBER_OUT_OF_RANGE', repository, ['release', '6', ...session, '--reason', 'x']],
    ['SESSION_HAS_NUMBER', repository, ['claim', '3', '--session', 'two']],
    ['SESSION_HAS_NUMBER', repository, ['claim', '--goal', '9 x', '--session', 'two']],
    ['NO_FREE_NUMBER', full, ['claim', '--next', ...session]],
    ['NOT_HOLDER', repository, ['ready', '2', ...session]],
    ['NOT_HOLDER', repository, ['release', '2', ...session, '--reason', 'x']],
    ['NOT_REGISTERED', repository, ['ready', '3', ...session]],
    ['NOT_REGISTERED', repository, ['ready', ...session]],
    ['NOT_REGISTERED', repository, ['release', ...session, '--reason', 'x']],
    ['NOT_REGISTERED', repository, ['status', '9']],
    ['USAGE', repository, ['claim', '3', '--goal', '', ...session]],
    ['CLAIM_INVALID', repository, ['claim', '3', '--goal', ' ', ...session]],
    ['CLAIM_INVALID', repository, ['claim', '3', '--session', 'a b c']],
    ['CLAIM_INVALID', repository, ['release', '2', '--reason', ' ', '--session', 'two']],
    ['REGISTRY_INVALID', double, ['claim', '3', ...session]],
    ['REGISTRY_INVALID', broken, ['claim', '3', ...session]],
    ['REGISTRY_INVALID', broken, ['status']],
    ['REGISTRY_INVALID', latin, ['status']],
    ['REGISTRY_INVALID', latin, ['claim', '1', ...session]],
    ['REGISTRY_INVALID', latin, ['init', '--from', registryPath]],
    ['REGISTRY_INVALID', empty, ['init', '--from', 'README.md']],
    ...[...writes, ...others, ...reads].flatMap((args, turn) =>
      (
        [
          ['REGISTRY_NOT_FOUND', empty, [...args, ...session]],
          ['REGISTRY_AMBIGUOUS', two, [...args, ...session]],
          ['REMOTE_UNAVAILABLE', clone, [...args, ...session]],
          ['REMOTE_UNAVAILABLE', repository, [...args, ...session, '--remote', 'nowhere']],
          ['NOT_A_REPOSITORY', folder, [...args, ...session], outside]
        ] as const
      )
        // Each command fails in some of these ways, and each way with some of the commands.
        .filter((_, way) => isLong || (turn + way) % 3 === 0)
    ),
    ['REGISTRY_NOT_FOUND', repository, ['status', '--registry', 'missing.md']],
    ['REGISTRY_NOT_FOUND', empty, ['status', '--registry', 'README.md']],
    ['NOT_A_REPOSITORY', folder, ['init'], outside],
    ['USAGE', repository, ['check', '--format', 'xml']],
    ['USAGE', repository, ['check', '--file', registryPath, '--ref', 'HEAD']],
    ['USAGE', repository, ['check', '--base', '']],
    ['USAGE', repository, ['check', '--explain', 'NOPE']],
    ['USAGE', repository, ['history', '--contains', 'HEAD']],
    ['COMMIT_UNAVAILABLE', repository, ['check', '--ref', 'nope']],
    ['COMMIT_UNAVAILABLE', repository, ['check', '--base', 'nope']],
    ['COMMIT_UNAVAILABLE', repository, ['history', '--verify', '--contains', 'nope']],
    ['REGISTRY_INVALID', broken, ['check']],
    ['REGISTRY_INVALID', latin, ['check']],
    ['REGISTRY_NOT_FOUND', empty, ['check']],
    ['REGISTRY_NOT_FOUND', empty, ['check', '--file', 'README.md']],
    ['REGISTRY_NOT_FOUND', folder, ['check', '--file', 'missing.md']],
    ['REGISTRY_AMBIGUOUS', two, ['check']],
    ['NOT_A_REPOSITORY', folder, ['check'], outside],
    ['INTERRUPTED', repository, ['claim', '3', ...session], {signal: AbortSignal.abort()}],
    ['INTERRUPTED', repository, ['watch', '--until', 'consensus'], {signal: AbortSignal.abort()}],
    ...['confirm', 'broadcast', 'activate', 'reassign', 'sync', 'approve', 'propose', 'watch'].map(
      (name) =>
        [
          'USAGE',
          repository,
          [...(writes.find(([one]) => one === name) ?? [name]), '--offline', ...session]
        ] as const
    ),
    ['USAGE', repository, ['reassign', ...session]],
    ['USAGE', repository, ['reassign', '2', '--reason', 'x', ...session]],
    ['USAGE', repository, ['reassign', '2', '--goal', '9 mails', ...session]],
    ['USAGE', repository, ['activate', ...session]],
    ['USAGE', repository, ['activate', '--start', '2026-02-30', ...session]],
    ['USAGE', repository, [...started, '--time-zone', 'Mars/Olympus', ...session]],
    ['USAGE', repository, [...started, '--ics', 'missing/week.ics', ...session]],
    ['USAGE', repository, ['propose', ...session]],
    ['USAGE', repository, ['watch', '--until', 'doomsday']],
    ['USAGE', repository, ['watch', '--interval', '0']],
    ['USAGE', repository, ['watch', 'x']],
    ['USAGE', repository, ['merge-driver', 'a', 'b']],
    ['USAGE', repository, ['merge-driver', 'a', 'b', 'c']],
    ['USAGE', repository, ['merge-driver', 'a', 'b', 'c', 'd', 'wide']],
    ['NOT_ORCHESTRATOR', repository, ['confirm', ...session]],
    ['NOT_ORCHESTRATOR', repository, ['broadcast', '--session', 'two']],
    ['NOT_ORCHESTRATOR', repository, [...started, ...session]],
    ['NOT_ORCHESTRATOR', repository, ['reassign', '2', '--role', 'r', '--reason', 'x', ...session]],
    ['NOT_READY', repository, ['confirm', '--session', 'boss']],
    ['NOT_READY', repository, ['broadcast', '--session', 'boss']],
    ['NOT_READY', repository, ['ack', '--session', 'two']],
    ['NOT_READY', repository, ['approve'], {isInteractive: true}],
    ['NOT_READY', repository, [...started, '--session', 'boss']],
    ['NOT_READY', remoted, ['propose', '--session', 'boss']],
    ['HUMAN_ONLY', repository, ['approve']],
    ['HUMAN_ONLY', repository, ['approve'], {isInteractive: true, env: {CI: 'true'}}],
    ['HUMAN_ONLY', guarded, ['approve'], {isInteractive: true}],
    ['NOT_HOLDER', repository, ['ack', '2', ...session]],
    ['NOT_REGISTERED', repository, ['ack', ...session]],
    ['NUMBER_OUT_OF_RANGE', repository, ['ack', '6', ...session]],
    ['NUMBER_OUT_OF_RANGE', repository, ['reassign', '6', '--role', 'r', '--reason', 'x', ...boss]],
    ['CLAIM_INVALID', repository, ['reassign', '2', '--goal', 'much', '--reason', 'x', ...boss]],
    ['CLAIM_INVALID', repository, ['reassign', '2', '--role', ' ', '--reason', 'x', ...boss]],
    ['REGISTRY_INVALID', double, ['reassign', '3', '--role', 'r', '--reason', 'x', ...boss]],
    ['REGISTRY_INVALID', broken, ['sync']],
    ['REGISTRY_INVALID', broken, ['watch']],
    ['REGISTRY_INVALID', latin, ['propose']],
    ['COMMIT_UNAVAILABLE', repository, ['watch', '--since', 'nope']]
  ]
  for (const [code, cwd, args, options] of cases) {
    test(`${code}: ${args.join(' ')}`, async () => {
      const output = await ask(cwd, args, options)
      assert.equal(output.error?.code, code)
      const known = ['nope', '--nope'].includes(args[0] ?? '') ? 'regmd' : args[0]
      assert.equal(output.command, known)
    })
  }

  test('details of a number that is taken', async () => {
    const {error} = await ask(repository, ['claim', '2', '--session', 'four'])
    assert.equal(error.details.number, 2)
    assert.equal(error.details.holder, 'two (run-2)')
    assert.deepEqual(error.details.available, [3, 4, 5])
    assert.equal(error.details.commit, null)
  })

  test('details of a step before its turn', async () => {
    const {error} = await ask(repository, ['confirm', ...boss])
    assert.equal(error.details.stage, 'registering')
    assert.deepEqual(error.details.missing, [
      'session 3 is not registered',
      'session 4 is not registered',
      'session 5 is not registered'
    ])
  })

  test('details of what is the orchestrator’s, or a person’s', async () => {
    const orchestrator = await ask(repository, ['confirm', ...session])
    assert.deepEqual(orchestrator.error.details, {
      number: 1,
      holder: 'boss',
      untrusted: ['/holder']
    })
    const automaton = await ask(repository, ['approve'], {env: {CI: 'true'}, isInteractive: true})
    assert.deepEqual(automaton.error.details, {sign: 'CI'})
    assert.deepEqual((await ask(repository, ['approve'])).error.details, {})
    const stranger = await ask(guarded, ['approve'], {isInteractive: true})
    assert.deepEqual(stranger.error.details, {
      approvers: ['ada@people.example'],
      untrusted: ['/approvers/*']
    })
  })

  test('a failure of what prints line by line is one line', async () => {
    const {stdout} = await regmd(folder, ['watch', '--json'], outside)
    assert.equal(stdout.indexOf('\n'), stdout.length - 1)
  })

  test('a number that is registered without a session', async () => {
    const cwd = await makeRepository({
      [registryPath]: registryText({blocks: {2: ['- **STATUS**: ✅ REGISTERED']}})
    })
    assert.equal((await ask(cwd, ['claim', '2', ...session])).error.code, 'NUMBER_TAKEN')
  })

  test('the numbers that are open, where one is needed', async () => {
    const {error} = await ask(repository, ['claim', ...session])
    assert.deepEqual(error.details.available, [3, 5])
  })

  test('the byte that is not UTF-8', async () => {
    const {error} = await ask(latin, ['status'])
    const bytes = await readFile(join(latin, registryPath))
    assert.equal(error.details.offset, bytes.indexOf(0xe9))
  })
})

describe('failures of git and the remote', () => {
  test('IDENTITY_MISSING', async () => {
    const repository = await makeRepository({[registryPath]: mixed})
    for (const key of ['user.name', 'user.email']) await git(repository, 'config', '--unset', key)
    await git(repository, 'config', 'user.useConfigOnly', 'true')
    const {error} = await ask(repository, ['claim', '3', '--session', 'me'])
    assert.equal(error.code, 'IDENTITY_MISSING')
  })

  test('CONTENTION where the branch stays locked', async () => {
    const repository = await makeRepository({[registryPath]: mixed})
    await ask(repository, ['claim', '3', '--session', 'me', '--no-ready'])
    const lock = join(repository, '.git/refs/heads/main.lock')
    await writeFile(lock, '')
    const tip = await git(repository, 'rev-parse', 'main')
    const {error} = await ask(repository, ['ready', '--session', 'me', '--timeout', '1'])
    assert.equal(error.code, 'CONTENTION')
    await rm(lock)
    assert.equal(await git(repository, 'rev-parse', 'main'), tip)
  })

  test('REMOTE_REFUSED, with what the hook said', async () => {
    const {clone, remote} = await makeClone({[registryPath]: mixed})
    await writeHook(
      remote,
      String.raw`printf '\033[31mNo \302\23331m claims \342\200\256here\033[0m\n' >&2; exit 1`
    )
    for (const args of [
      ['claim', '3'],
      ['claim', '3', '--role', 'Role 9']
    ]) {
      const {error} = await ask(clone, [...args, '--session', 'me'])
      assert.equal(error.code, 'REMOTE_REFUSED')
      assert.match(error.details.git.join('\n'), /No .* claims .*here/u)
    }

    const {exitCode, stdout, stderr} = await regmd(clone, ['claim', '3', '--session', 'me'])
    assert.equal(exitCode, 8)
    assert.equal(stdout, '')
    assert.match(stderr, /No .* claims/u)
    assert.deepEqual(findHidden(stderr.replaceAll('\n', '')), [])
  })

  test('OUTCOME_UNKNOWN where the remote dies while it receives', async () => {
    const {clone, remote} = await makeClone({[registryPath]: mixed})
    await writeHook(remote, 'kill -9 $PPID')
    const {error} = await ask(clone, ['claim', '3', '--session', 'me', '--timeout', '1'])
    assert.equal(error.code, 'OUTCOME_UNKNOWN')
    await rm(join(remote, 'hooks/pre-receive'))
    const {data} = await ask(clone, ['claim', '3', '--session', 'me'])
    assert.equal(data.number, 3)
  })
})

async function writeHook(remote: string, script: string): Promise<void> {
  const path = 'hooks/pre-receive'
  await writeFiles(remote, {[path]: `#!/bin/sh\n${script}\n`})
  await chmod(join(remote, path), 0o755)
}

describe('hidden characters', async () => {
  const [escape, c1, bidi] = ['\u001b[31m', '\u009b31m', '\u202e']
  const nasty = `a${escape}b${c1}c${bidi}d`
  const shown = String.raw`a\u{1b}[31mb\u{9b}31mc\u{202e}d`
  const repository = await makeRepository(
    {
      [registryPath]: registryText({
        sessions: 4,
        blocks: {
          1: heldBy(nasty, 1),
          2: [
            `- **ROLE**: ${nasty}`,
            `- **GOAL**: Find 5 ${nasty}`,
            `- **SESSION_ID**: ${nasty}`,
            `- **RESPONSIBILITIES**: ${nasty}`,
            '- **STATUS**: PENDING',
            `- **REASON**: ${nasty}`
          ],
          3: [
            '- **ROLE**: three',
            '- **GOAL**: 5 mails',
            `- **NOTES**: ${nasty}`,
            '- **STATUS**: PENDING'
          ],
          4: [`- **STATUS**: ${nasty}`]
        }
      })
    },
    nasty
  )
  const odd = `registry/${nasty}.md`
  await git(repository, 'commit', '--quiet', '--allow-empty', '-m', `Edit ${nasty}`)

  const runs: readonly (readonly string[])[] = [
    ['status'],
    ['status', '1'],
    ['status', '2'],
    ['history'],
    ['whoami', '--session', nasty],
    ['whoami', '--session', 'me'],
    ['whoami', '--set', nasty],
    ['claim', '1', '--session', 'me'],
    ['claim', '2', '--session', 'me'],
    ['claim', '4', '--session', 'me'],
    ['claim', '3', '--session', 'me', '--dry-run'],
    ['claim', '3', '--session', nasty],
    ['claim', '3', '--session', 'me', '--goal', nasty],
    ['claim', '3', '--session', 'me', '--title', nasty],
    ['claim', '3', '--session', 'me', '--responsibility', nasty],
    ['claim', nasty],
    ['claim', `--${nasty}`, 'x'],
    [nasty],
    ['release', '1', '--session', 'me', '--reason', 'x'],
    ['release', '1', '--session', nasty, '--reason', nasty],
    ['ready', '1', '--session', nasty],
    ['ready', '1', '--session', 'me'],
    ['status', '--registry', odd],
    ['status', '--remote', nasty],
    ['status', '--timeout', nasty],
    ['init', '--from', odd],
    ['init', '--sessions', nasty]
  ]
  const wrapped = {columns: 70}
  const ways: readonly (readonly [readonly string[], RunOptions])[] = amount({
    short: [
      [[], wrapped],
      [['--json'], {}]
    ],
    long: [
      [[], {}],
      [[], wrapped],
      [['--json'], {}],
      [['--json'], wrapped]
    ]
  })
  for (const args of runs) {
    test(`never raw: ${JSON.stringify(args)}`, async () => {
      for (const [extra, options] of ways) {
        const {stdout, stderr} = await regmd(repository, [...args, ...extra], options)
        assert.deepEqual(findHidden(`${stdout}${stderr}`.replaceAll('\n', '')), [])
      }
    })
  }

  test('as data they are what they were', async () => {
    const {data} = await ask(repository, ['status'])
    assert.equal(data.sessions[1].role, nasty)
    assert.equal((await regmd(repository, ['status', '2'])).stdout.includes(shown), true)
  })

  test('the name of an author', async () => {
    const {data} = await ask(repository, ['history'])
    assert.equal(data.entries[0].author, nasty)
    assert.ok((await regmd(repository, ['history'])).stdout.includes(shown))
  })

  test('a claim beside them', async () => {
    const cwd = await makeRepository({
      [registryPath]: registryText({sessions: 2, blocks: {1: heldBy(nasty, 1)}})
    })
    const {stdout} = await regmd(cwd, ['claim', '2', '--session', 'me'])
    assert.deepEqual(findHidden(stdout.replaceAll('\n', '')), [])
    const {data} = await ask(cwd, ['claim', '2', '--session', 'me'])
    assert.equal(data.alreadyHeld, true)
  })

  test('the names of files', async () => {
    const cwd = await makeRepository({[registryPath]: mixed, [odd]: mixed})
    for (const args of [['status'], ['status', '--json']]) {
      const {exitCode, stdout, stderr} = await regmd(cwd, args)
      assert.equal(exitCode, 6)
      assert.deepEqual(findHidden(`${stdout}${stderr}`.replaceAll('\n', '')), [])
    }
  })

  test('the name of a document that is adopted', async () => {
    const cwd = await makeRepository({})
    await writeFiles(cwd, {[`${nasty}.md`]: mixed})
    for (const args of [[], ['--json']]) {
      const {stdout, stderr} = await regmd(cwd, ['init', '--from', `${nasty}.md`, ...args])
      assert.deepEqual(findHidden(`${stdout}${stderr}`.replaceAll('\n', '')), [])
    }
  })

  test('the name of a branch', async () => {
    const frontMatter = `registry:\n  branch: re${bidi}gistry`
    const {clone} = await makeClone({[registryPath]: registryText({frontMatter})})
    for (const args of [
      ['claim', '1', '--session', 'me'],
      ['status'],
      ['whoami', '--session', 'me']
    ]) {
      const {stdout, stderr} = await regmd(clone, args)
      assert.deepEqual(findHidden(`${stdout}${stderr}`.replaceAll('\n', '')), [])
    }
  })
})
