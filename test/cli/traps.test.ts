import assert from 'node:assert/strict'
import {afterEach, describe, test} from 'node:test'
import {git, makeRepository, regmd, regmdJson, registryPath, registryText} from '../helpers/cli.ts'

const env = {REGMD_SESSION: 'one'}
const files = {[registryPath]: registryText({sessions: 12})}

describe('refused, and nothing is written', async () => {
  const repository = await makeRepository(files)
  const before = await git(repository, 'rev-parse', 'main')

  // What one test wrote is not the next one's failure.
  afterEach(async () => {
    await git(repository, 'reset', '--quiet', '--hard', before.trim())
  })

  const usage: readonly (readonly string[])[] = [
    ['claim', '3', '--goal', ''],
    ['claim', '3', '--goal='],
    ['claim', '3', '--role', ''],
    ['claim', '3', '--goal.x', 'y'],
    ['claim', '3', '--goal.x=y'],
    ['claim', '3', '--goal', 'Find 5 a', '--goal', 'Find 6 b'],
    ['claim', '3', '--role', 'a', '--role', 'b'],
    ['claim', '3', '--title', 'a', '--title', 'b'],
    ['claim', '3', '--no-goal'],
    ['claim', '3', '--no-next'],
    ['claim', '3', '--goal'],
    ['claim', '3', '--goal', '--force'],
    ['claim', '3', '--goal', '-high'],
    ['claim', '3', '--goal', '--help'],
    ['claim', '3', '--session', '-V'],
    ['--', 'claim', '3'],
    ['--session', 'one'],
    ['claim', '3', '--role', '--goal', 'x'],
    ['claim', '3', '--session'],
    ['claim', '3', '--registry'],
    ['claim', '3', '--goal[]', 'x'],
    ['claim', '007'],
    ['claim', '03'],
    ['claim', '0'],
    ['claim', '3x'],
    ['claim', 'x3'],
    ['claim', '-3'],
    ['claim', '+3'],
    ['claim', '3.0'],
    ['claim', '1e1'],
    ['claim', '0x3'],
    ['claim', '0b11'],
    ['claim', ' 3'],
    ['claim', '3 '],
    ['claim', ''],
    ['claim', '٣'],
    ['claim', '３'],
    ['claim', '³'],
    ['claim', '#3'],
    ['claim', '99999999999999999999'],
    ['claim', 'Infinity'],
    ['claim', 'NaN'],
    ['claim', 'constructor'],
    ['claim', '3', '4'],
    ['claim', '3', '--next'],
    ['claim', '--', '--help'],
    ['claim', '3', '--', '4'],
    ['claim', '--__proto__.x', '1'],
    ['claim', '3', '--__proto__', '1'],
    ['claim', '3', '--constructor', '1'],
    ['claim', '3', '--constructor.prototype.x', '1'],
    ['claim', '3', '--toString', '1'],
    ['claim', '3', '--session', 'a', '--session', 'b'],
    ['claim', '3', '--remote', 'a', '--remote', 'b'],
    ['claim', '3', '--registry', 'a', '--registry', 'b'],
    ['claim', '3', '--offline'],
    ['claim', '3', '--dry-run=yes'],
    ['claim', '3', '--dry-run=1'],
    ['claim', '3', '--dry-run=true'],
    ['claim', '3', '--next=false'],
    ['claim', '3', '--json=true'],
    ['claim', '3', '--quiet=no'],
    ['claim', '3', '--no-ready=yes'],
    ['ready', '3x'],
    ['release', '3'],
    ['release', '3', '--reason'],
    ['release', '3', '--reason', 'a', '--reason', 'b'],
    ['release', '3x', '--reason', 'a'],
    ['status', '3x'],
    ['history', '0'],
    ['whoami', '--set', 'a', '--set', 'b'],
    ['init', '--sessions', '0x10'],
    ['init', '--sessions', '3', '--sessions', '4'],
    ...[
      '0',
      '-1',
      'abc',
      '1e9',
      '1e1',
      '',
      ' 5',
      '0x10',
      'Infinity',
      'NaN',
      '86401',
      '5s',
      '.5',
      '5.'
    ].map((seconds) => ['claim', '3', '--timeout', seconds]),
    ['claim', '3', '--timeout=-1'],
    ['claim', '3', '--timeout', '5', '--timeout', '6'],
    ['claim', '3', '--timeout']
  ]
  for (const args of usage) {
    test(JSON.stringify(args), async () => {
      const {exitCode, stdout, stderr} = await regmd(repository, args, {env})
      assert.equal(exitCode, 2, stderr)
      assert.equal(stdout, '')
      assert.match(stderr, /^regmd: .+\nNext: (?:regmd|git) .+\n$/u)
      assert.equal(await git(repository, 'rev-parse', 'main'), before)
      assert.equal(await git(repository, 'status', '--porcelain'), '')
    })
  }

  const invalid: readonly (readonly [readonly string[], RegExp])[] = [
    [['--goal', '   '], /goal/u],
    [['--goal', 'Find 5\nSTATUS: b'], /goal.*U\+000A/u],
    [['--goal', 'Find 5\r\nb'], /goal.*U\+000D/u],
    [['--goal', 'Find 5\u0000b'], /goal.*U\+0000/u],
    [['--goal', '[Find 5 prospects]'], /goal/u],
    [['--role', 'a\tb'], /role.*U\+0009/u],
    [['--title', 'a\nb'], /title.*U\+000A/u],
    [['--responsibility', ''], /responsibility/u],
    [['--responsibility', 'fine', '--responsibility', 'a\nb'], /responsibility.*U\+000A/u],
    [['--session', 'a b c'], /session/u],
    [['--session', '../x y'], /session/u],
    [['--goal', 'Find 5 '.repeat(200)], /goal/u]
  ]
  for (const [args, message] of invalid) {
    test(`invalid: ${JSON.stringify(args).slice(0, 80)}`, async () => {
      const {exitCode, stdout, stderr} = await regmd(repository, ['claim', '3', ...args], {env})
      assert.equal(exitCode, 6, stderr)
      assert.equal(stdout, '')
      assert.match(stderr, message)
      assert.equal(await git(repository, 'rev-parse', 'main'), before)
    })
  }

  test('nothing sticks to the prototype of objects', () => {
    assert.equal(Object.hasOwn(Object.prototype, 'x'), false)
  })
})

describe('taken literally', () => {
  const literal: readonly (readonly [readonly string[], Readonly<Record<string, unknown>>])[] = [
    [['--role=--force'], {role: '--force'}],
    [['--role=-3'], {role: '-3'}],
    [['--role', '007'], {role: '007'}],
    [['--role', '1e3'], {role: '1e3'}],
    [['--role', '0x10'], {role: '0x10'}],
    [['--role', 'true'], {role: 'true'}],
    [['--role', 'null'], {role: 'null'}],
    [['--role', 'a=b'], {role: 'a=b'}],
    [['--goal', '"Find 5 mails"'], {goal: '"Find 5 mails"'}],
    [['--goal', "'Find 5 mails'"], {goal: "'Find 5 mails'"}],
    [['--role', '{"a":1}'], {role: '{"a":1}'}],
    [['--goal', '🎯 5 mails 👩‍💻'], {goal: '🎯 5 mails 👩‍💻'}],
    [['--goal', 'Finde 5 Kunden für Zoë in 東京'], {goal: 'Finde 5 Kunden für Zoë in 東京'}],
    [['--goal', '  Find 5 x  '], {goal: 'Find 5 x'}],
    [['--role', '12'], {role: '12'}],
    [['--title', 'Part: the 3rd'], {title: 'Part: the 3rd'}],
    [['--responsibility', 'one'], {responsibilities: ['one']}],
    [['--responsibility', 'a, b', '--responsibility', '2'], {responsibilities: ['a, b', '2']}],
    [['--json', '--json'], {number: 3}],
    [['--timeout', '0.5'], {number: 3}],
    [['--timeout', '86400'], {number: 3}]
  ]
  for (const [args, expected] of literal) {
    test(JSON.stringify(args), async () => {
      const repository = await makeRepository(files)
      const {exitCode, error} = await regmdJson(repository, ['claim', '3', ...args], {env})
      assert.equal(exitCode, 0, JSON.stringify(error))
      const {data} = await regmdJson(repository, ['status'])
      const session = data.sessions[2]
      for (const [key, value] of Object.entries(expected)) assert.deepEqual(session[key], value)
      assert.equal(data.registered, 1)
    })
  }

  test('a number after --', async () => {
    const repository = await makeRepository(files)
    const {data} = await regmdJson(repository, ['claim', '--', '5'], {env})
    assert.equal(data.number, 5)
  })

  test('--json after -- is no option', async () => {
    const repository = await makeRepository(files)
    const {exitCode, stdout} = await regmd(repository, ['claim', '--', '--json'], {env})
    assert.equal(exitCode, 2)
    assert.equal(stdout, '')
  })

  test('options before the command', async () => {
    const repository = await makeRepository(files)
    const {data} = await regmdJson(repository, [
      '--session',
      'two',
      '--timeout',
      '30',
      'claim',
      '7'
    ])
    assert.equal(data.session, 'two')
  })
})
