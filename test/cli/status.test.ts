import assert from 'node:assert/strict'
import {describe, test} from 'node:test'
import stringWidth from 'string-width'
import {
  addClone,
  commitFiles,
  git,
  heldBy,
  makeClone,
  makeRepository,
  readSeed,
  regmd,
  regmdJson,
  registryPath,
  registryText
} from '../helpers/cli.ts'

const as = (session: string) => ({env: {REGMD_SESSION: session}})

/** Lines of the table: its head and what follows, to the next empty line. */
function tableOf(stdout: string): readonly string[] {
  const lines = stdout.split('\n')
  const head = lines.findIndex((line) => /^\s+#\s+Session\b/u.test(line))
  return lines.slice(head, lines.indexOf('', head))
}

/** Cell at which a column starts. */
function cellOf(line: string, text: string): number {
  const offset = line.indexOf(text)
  assert.notEqual(offset, -1, `${text} in ${line}`)
  return stringWidth(line.slice(0, offset))
}

describe('the table', async () => {
  const repository = await makeRepository({[registryPath]: await readSeed()})
  await regmd(repository, ['claim'], as('marketing-outreach-1'))

  test('has all of it where nothing limits the width', async () => {
    const {exitCode, stdout, stderr} = await regmd(repository, ['status'])
    assert.equal(exitCode, 0)
    assert.equal(stderr, '')
    const table = tableOf(stdout)
    assert.equal(table.length, 13)
    assert.match(
      table[4] ?? '',
      /^✅ {2}4 {3}marketing-outreach-1 \(session-1763243115\) {2,}Outreach AI/u
    )
    assert.match(table[1] ?? '', /^⏳ {2}1 {3}marketing-orchestrator/u)
    assert.match(
      stdout,
      /Coordinate 12 sessions to generate \$120k MRR through autonomous execution/u
    )
    assert.match(stdout, /^registry\/sessions\.md on main: 1\/12 sessions registered$/mu)
    assert.doesNotMatch(stdout, /…/u)
  })

  for (const columns of [60, 80, 100, 200]) {
    test(`keeps to ${columns} cells`, async () => {
      const {stdout} = await regmd(repository, ['status'], {columns})
      const table = tableOf(stdout)
      assert.equal(table.length, 13)
      for (const line of table) assert.ok(stringWidth(line) <= columns, line)
      const [head = '', ...rows] = table
      for (const row of rows) assert.equal(cellOf(row, 'marketing-'), cellOf(head, 'Session'))
    })
  }

  test('lists what consensus lacks', async () => {
    const {stdout} = await regmd(repository, ['status'])
    assert.match(stdout, /^Consensus: not yet$/mu)
    assert.equal(stdout.split('\n').filter((line) => /^ {2}[☐☑]/u.test(line)).length, 6)
    assert.match(stdout, /☑ No number is claimed twice/u)
    assert.match(stdout, /☐ All sessions are registered .*session 1 is not registered and 10 more/u)
  })

  test('lists what is available, to whom', async () => {
    const {stdout} = await regmd(repository, ['status'])
    assert.match(stdout, /^Available: none$/mu)
    const reserved = await regmd(repository, ['status'], as('marketing-outreach-2'))
    assert.match(reserved.stdout, /^Available: 5$/mu)
    assert.match(stdout, /^Approved: {2}none$/mu)
  })

  test('--quiet prints nothing', async () => {
    assert.deepEqual(await regmd(repository, ['status', '--quiet']), {
      exitCode: 0,
      stdout: '',
      stderr: ''
    })
    const refused = await regmd(repository, ['status', '99', '--quiet'])
    assert.equal(refused.exitCode, 3)
    assert.match(refused.stderr, /^Next: /mu)
  })

  test('of one block', async () => {
    const {exitCode, stdout} = await regmd(repository, ['status', '4'])
    assert.equal(exitCode, 0)
    assert.match(stdout, /Session #4: Outreach Team Leader/u)
    assert.match(stdout, /^ +Does +Personalize emails for prospects 1-17$/mu)
    assert.match(stdout, /^ +Ready +YES$/mu)
    assert.match(stdout, /^ +Since +2026-11-20T18:10:27Z$/mu)
    assert.doesNotMatch(stdout, /Session #5/u)
  })

  test('of a block that is not there', async () => {
    const {exitCode, error} = await regmdJson(repository, ['status', '13'])
    assert.equal(exitCode, 3)
    assert.equal(error.code, 'NOT_REGISTERED')
  })
})

describe('wide characters', async () => {
  const wide = (number: number, session: string, role: string) => [
    `- **NUMBER**: ${number}`,
    `- **ROLE**: ${role}`,
    `- **GOAL**: GOAL ${number} 日本語の目標 5 🎯`,
    `- **SESSION_ID**: ${session}`,
    '- **STATUS**: PENDING'
  ]
  const repository = await makeRepository({
    [registryPath]: registryText({
      sessions: 5,
      blocks: {
        1: wide(1, 'plain', 'ROLE in ASCII'),
        2: wide(2, '東京', 'ROLE 👩‍👩‍👧‍👦 family 👩‍💻'),
        3: wide(3, 'zoë', 'ROLE e\u0301 combined ✅ ⚠️'),
        4: wide(4, 'ｆｕｌｌ', 'ROLE 한국어 역할 설명 아주 긴 설명입니다'),
        5: wide(5, '🏳️‍🌈', 'ROLE 🇩🇪🇯🇵 flags')
      }
    })
  })

  for (const columns of [undefined, 60, 100]) {
    test(`are aligned in ${columns ?? 'any number of'} cells`, async () => {
      const {stdout} = await regmd(repository, ['status'], columns === undefined ? {} : {columns})
      const [head = '', ...rows] = tableOf(stdout)
      assert.equal(rows.length, 5)
      for (const row of rows) {
        assert.equal(cellOf(row, 'ROLE'), cellOf(head, 'Role'), row)
        assert.equal(cellOf(row, 'GOAL'), cellOf(head, 'Goal'), row)
        assert.ok(stringWidth(row) <= (columns ?? Infinity), row)
        assert.doesNotMatch(row, /\ufffd/u)
      }
    })
  }

  test('a family is cut as a whole or not at all', async () => {
    for (let columns = 40; columns < 90; columns += 7) {
      const {stdout} = await regmd(repository, ['status'], {columns})
      const row = tableOf(stdout)[2] ?? ''
      const members = (row.match(/[👩👧👦]/gu) ?? []).length
      assert.ok([0, 4, 5].includes(members), row)
    }
  })
})

describe('colours', async () => {
  const repository = await makeRepository({[registryPath]: registryText()})
  // oxlint-disable-next-line no-control-regex -- escapes are what is looked for
  const coloured = /\u001b\[/u
  const cases = [
    [{}, false],
    [{isTTY: true}, true],
    [{isTTY: true, env: {NO_COLOR: '1'}}, false],
    [{isTTY: true, env: {NO_COLOR: ''}}, true],
    [{isTTY: true, env: {TERM: 'dumb'}}, false],
    [{env: {FORCE_COLOR: '1'}}, true],
    [{env: {FORCE_COLOR: '0'}}, false]
  ] as const
  for (const [options, expected] of cases) {
    test(`${JSON.stringify(options)}: ${expected ? 'some' : 'none'}`, async () => {
      const {stdout} = await regmd(repository, ['status'], options)
      assert.equal(coloured.test(stdout), expected)
      const {stderr} = await regmd(repository, ['status', '9'], options)
      assert.equal(coloured.test(stderr), expected)
      const json = await regmd(repository, ['status', '--json'], options)
      assert.equal(coloured.test(json.stdout), false)
    })
  }

  test('change nothing but the colours', async () => {
    const plain = await regmd(repository, ['status'], {columns: 60})
    const bright = await regmd(repository, ['status'], {columns: 60, env: {FORCE_COLOR: '1'}})
    // oxlint-disable-next-line no-control-regex -- escapes are what is looked for
    assert.equal(bright.stdout.replaceAll(/\u001b\[\d+m/gu, ''), plain.stdout)
  })
})

describe('the numbers', () => {
  test('are drawn together in runs', async () => {
    const repository = await makeRepository({
      [registryPath]: registryText({sessions: 9, blocks: {2: heldBy('a', 2), 7: heldBy('b', 7)}})
    })
    const {stdout} = await regmd(repository, ['status'])
    assert.match(stdout, /^Available: 1, 3-6, 8-9$/mu)
    const {data} = await regmdJson(repository, ['status'])
    assert.deepEqual(data.available, [1, 3, 4, 5, 6, 8, 9])
  })

  test('include those without a block', async () => {
    const text = registryText({sessions: 2}).replace('[1-2, unique]', '[1-4, unique]')
    const repository = await makeRepository({[registryPath]: text})
    const {data} = await regmdJson(repository, ['status'])
    assert.equal(data.total, 4)
    assert.deepEqual(data.available, [1, 2, 3, 4])
    assert.equal(data.sessions.length, 2)
  })

  test('are those of the tip, whoever wrote it', async () => {
    const {remote, clone} = await makeClone({[registryPath]: registryText()})
    const other = await addClone(remote, 'Grace Hopper')
    await regmd(other, ['claim', '2'], as('two'))
    const {data} = await regmdJson(clone, ['status'])
    assert.equal(data.registered, 1)
    assert.equal(data.branch, 'registry')
    assert.equal(data.remote, 'origin')
    assert.equal(data.commit, (await git(remote, 'rev-parse', 'registry')).trim())
    const {stdout} = await regmd(clone, ['status'])
    assert.match(stdout, /^registry\/sessions\.md on origin\/registry: 1\/3/mu)
    assert.equal(await git(clone, 'for-each-ref', 'refs/regmd'), '')
  })
})

describe('--offline', () => {
  test('reads what was pushed from here', async () => {
    const {clone, remote} = await makeClone({[registryPath]: registryText()})
    await regmd(clone, ['claim', '2'], as('two'))
    await git(clone, 'remote', 'set-url', 'origin', `${remote}-gone`)
    const {exitCode, data} = await regmdJson(clone, ['status', '--offline'])
    assert.equal(exitCode, 0)
    assert.equal(data.registered, 1)
    assert.equal((await regmdJson(clone, ['status'])).exitCode, 7)
    for (const args of [['history'], ['whoami', '--session', 'two']]) {
      assert.equal((await regmd(clone, [...args, '--offline'])).exitCode, 0)
    }
  })

  test('reads what was fetched, and not what came later', async () => {
    const {clone, remote} = await makeClone({[registryPath]: registryText()})
    const other = await addClone(remote, 'Grace Hopper')
    await regmd(other, ['claim', '2'], as('two'))
    assert.equal((await regmdJson(clone, ['status', '--offline'])).data.registered, 0)
    await git(clone, 'fetch', '--quiet')
    assert.equal((await regmdJson(clone, ['status', '--offline'])).data.registered, 1)
  })

  test('does not write', async () => {
    const {clone} = await makeClone({[registryPath]: registryText()})
    for (const args of [['claim', '2'], ['ready'], ['release', '--reason', 'x']]) {
      const {exitCode, error} = await regmdJson(clone, [...args, '--offline'], as('two'))
      assert.equal(exitCode, 2)
      assert.equal(error.code, 'USAGE')
    }
  })
})

describe('approval', () => {
  test('is what a human has merged, as it was merged', async () => {
    const {clone, remote} = await makeClone({[registryPath]: registryText()})
    await regmd(clone, ['claim', '1'], as('one'))
    await regmd(clone, ['claim', '2'], as('two'))
    assert.deepEqual((await regmdJson(clone, ['status'])).data.approved, [])

    const human = await addClone(remote, 'Human')
    await git(human, 'merge', '--quiet', '--no-ff', '-m', 'Approve', 'origin/registry')
    await git(human, 'push', '--quiet', 'origin', 'main')
    const merged = await regmdJson(clone, ['status'])
    assert.equal(merged.data.registered, 2)
    assert.deepEqual(merged.data.approved, [1, 2])
    assert.match((await regmd(clone, ['status'])).stdout, /^Approved: {2}1-2$/mu)

    await regmd(clone, ['claim', '3'], as('three'))
    const later = await regmdJson(clone, ['status'])
    assert.equal(later.data.registered, 3)
    assert.deepEqual(later.data.approved, [1, 2])

    await regmd(clone, ['release', '--reason', 'moved on'], as('two'))
    await regmd(clone, ['claim', '2'], as('two'))
    const taken = await regmdJson(clone, ['status'], {now: new Date()})
    assert.deepEqual(taken.data.approved, [1, 2])
    await regmd(clone, ['release', '2', '--reason', 'moved on'], as('two'))
    await regmd(clone, ['claim', '2'], as('four'))
    assert.deepEqual((await regmdJson(clone, ['status'])).data.approved, [1])
  })

  test('is nothing where both are one branch', async () => {
    const repository = await makeRepository({[registryPath]: registryText()})
    await regmd(repository, ['claim', '1'], as('one'))
    assert.deepEqual((await regmdJson(repository, ['status'])).data.approved, [])
  })

  test('survives other work on the base branch', async () => {
    const {clone} = await makeClone({[registryPath]: registryText()})
    await regmd(clone, ['claim', '1'], as('one'))
    await git(clone, 'merge', '--quiet', '--no-ff', '-m', 'Approve', 'origin/registry')
    await commitFiles(clone, {'README.md': 'More\n'})
    await git(clone, 'push', '--quiet', 'origin', 'main')
    assert.deepEqual((await regmdJson(clone, ['status'])).data.approved, [1])
  })
})
