import assert from 'node:assert/strict'
import {describe, test} from 'node:test'
import stringWidth from 'string-width'
import {
  addClone,
  commitFiles,
  git,
  makeClone,
  makeRepository,
  regmd,
  regmdJson,
  registryPath,
  registryText
} from '../helpers/cli.ts'

interface Entry {
  readonly action: string
  readonly number: number | null
  readonly numbers: readonly number[]
  readonly session: string | null
  readonly commit: string
  readonly author: string
  readonly time: string
  readonly subject: string
  readonly message: string | null
}

const as = (session: string) => ({env: {REGMD_SESSION: session}})

async function entriesOf(cwd: string, ...args: readonly string[]): Promise<readonly Entry[]> {
  const {data} = await regmdJson(cwd, ['history', ...args])
  return data.entries as readonly Entry[]
}

const brief = ({action, number, session}: Entry) => [action, number, session]

describe('history', async () => {
  const {remote, clone} = await makeClone({[registryPath]: registryText()}, 'Ada Lovelace')
  const other = await addClone(remote, 'Grace Hopper')
  await regmd(clone, ['claim', '2'], as('two (run/1)'))
  await regmd(other, ['claim', '1', '--no-ready'], as('one'))
  await regmd(other, ['ready'], as('one'))
  await regmd(clone, ['release', '--reason', 'moved on'], as('two (run/1)'))
  await regmd(other, ['claim', '2'], as('three@host'))

  const told = [
    ['edit', null, null],
    ['claim', 2, 'two (run/1)'],
    ['claim', 1, 'one'],
    ['ready', 1, 'one'],
    ['release', 2, 'two (run/1)'],
    ['claim', 2, 'three@host']
  ]

  test('tells every act in order', async () => {
    const entries = await entriesOf(clone)
    assert.deepEqual(entries.map(brief), told)
    const commits = await git(remote, 'log', '--reverse', '--format=%H', 'registry')
    assert.deepEqual(
      entries.map(({commit}) => commit),
      commits.trim().split('\n')
    )
    assert.deepEqual(
      entries.map(({author}) => author),
      [
        'Ada Lovelace',
        'Ada Lovelace',
        'Grace Hopper',
        'Grace Hopper',
        'Ada Lovelace',
        'Grace Hopper'
      ]
    )
    for (const {time} of entries) {
      assert.match(time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/u)
      assert.ok(Math.abs(Date.parse(time) - Date.now()) < 600_000, time)
    }
  })

  test('of one number', async () => {
    assert.deepEqual((await entriesOf(clone, '2')).map(brief), [
      ['claim', 2, 'two (run/1)'],
      ['release', 2, 'two (run/1)'],
      ['claim', 2, 'three@host']
    ])
    assert.deepEqual(await entriesOf(clone, '3'), [])
  })

  test('as a table', async () => {
    const {exitCode, stdout} = await regmd(clone, ['history'])
    assert.equal(exitCode, 0)
    const lines = stdout.trimEnd().split('\n')
    assert.match(lines[0] ?? '', /^When +What +# +Who +Author +Commit$/u)
    assert.equal(lines.length, told.length + 1)
    assert.match(lines[2] ?? '', /claim +2 +two \(run\/1\) +Ada Lovelace +[0-9a-f]{7,}$/u)
    assert.match((await regmd(clone, ['history', '3'])).stdout, /never claimed/u)
    assert.equal((await regmd(clone, ['history', '--quiet'])).stdout, '')
  })

  for (const columns of [60, 100]) {
    test(`as a table of ${columns} cells`, async () => {
      const {stdout} = await regmd(clone, ['history'], {columns})
      for (const line of stdout.split('\n')) assert.ok(stringWidth(line) <= columns, line)
    })
  }

  test('of one number, with its proof', async () => {
    const {data} = await regmdJson(clone, ['history', '2'])
    const [first, release, current] = data.entries
    assert.deepEqual(data.proof, {number: 2, first, current, holder: 'three@host', lost: []})
    assert.deepEqual([release.numbers, release.message], [[2], null])
    const {stdout} = await regmd(clone, ['history', '2'])
    assert.match(stdout, /^Number 2 was first claimed by two \(run\/1\)$/mu)
    assert.ok(stdout.includes(`git show ${first.commit.slice(0, 10)}`), stdout)
    assert.match(stdout, /three@host holds it since/u)
    const {proof} = (await regmdJson(clone, ['history', '3'])).data
    assert.deepEqual(proof, {number: 3, first: null, current: null, holder: null, lost: []})
  })

  test('verified', async () => {
    const {exitCode, data} = await regmdJson(clone, ['history', '--verify'])
    assert.deepEqual([exitCode, data.breaches], [0, []])
    assert.equal('breaches' in (await regmdJson(clone, ['history'])).data, false)
    const {stdout} = await regmd(clone, ['history', '--verify'])
    assert.match(stdout, /^Verified:/u)
    assert.equal((await regmd(clone, ['history', '--verify', '--quiet'])).stdout, '')
    assert.equal((await regmdJson(clone, ['history', '--contains', 'HEAD'])).exitCode, 2)
  })

  test('is the same once a human has merged the registry branch', async () => {
    const human = await addClone(remote, 'Human')
    await commitFiles(human, {'README.md': 'Other work\n'})
    await git(human, 'merge', '--quiet', '--no-ff', '-m', 'Approve', 'origin/registry')
    await git(human, 'push', '--quiet', 'origin', 'main')
    const acts = (await entriesOf(clone)).filter(({action}) => action !== 'edit')
    assert.deepEqual(acts.slice(0, -1).map(brief), told.slice(1))
    const approval = acts.at(-1)
    assert.deepEqual(
      [approval?.action, approval?.number, approval?.numbers, approval?.message, approval?.author],
      ['approval', null, [1, 2], 'by a merge', 'Human']
    )
    assert.equal(approval?.commit, (await git(human, 'rev-parse', 'HEAD')).trim())

    const taken = await regmdJson(clone, ['claim', '2'], as('late'))
    assert.equal(taken.error.code, 'NUMBER_TAKEN')
    assert.equal(taken.error.details.commit, acts.at(-2)?.commit)

    await regmd(clone, ['claim', '3'], as('late'))
    const later = (await entriesOf(clone)).filter(({action}) => action !== 'edit')
    const approved = ['approval', null, null]
    assert.deepEqual(later.map(brief), [...told.slice(1), approved, ['claim', 3, 'late']])
  })
})

describe('edits by hand', () => {
  test('are told as what they are', async () => {
    const repository = await makeRepository({[registryPath]: registryText()})
    await regmd(repository, ['claim', '2'], as('two'))
    const text = await git(repository, 'show', `main:${registryPath}`)
    await commitFiles(
      repository,
      {[registryPath]: text.replace('Role 1', 'Another role')},
      'Fix a role'
    )
    await commitFiles(repository, {'README.md': 'Not the registry\n'}, 'Elsewhere')
    const entries = await entriesOf(repository)
    assert.deepEqual(entries.map(brief), [
      ['edit', null, null],
      ['claim', 2, 'two'],
      ['edit', 1, null]
    ])
    assert.equal(entries[2]?.subject, 'Fix a role')
    assert.match((await regmd(repository, ['history'])).stdout, /edit: Fix a role/u)
  })

  test('of what is registered are breaches', async () => {
    const repository = await makeRepository({[registryPath]: registryText()})
    await regmd(repository, ['claim', '2'], as('two'))
    const text = await git(repository, 'show', `main:${registryPath}`)
    await commitFiles(repository, {[registryPath]: text.replace('ID**: two', 'ID**: other')}, 'Fix')
    const [breach] = (await entriesOf(repository)).slice(-1)
    assert.deepEqual([breach?.action, breach?.number, breach?.session], ['breach', 2, 'other'])
    const {exitCode, data} = await regmdJson(repository, ['history', '--verify'])
    const found = data.breaches.map(({kind, commit, number}: Record<string, unknown>) => [
      kind,
      commit,
      number
    ])
    assert.deepEqual([exitCode, found], [1, [['takeover', breach?.commit, 2]]])
    const shown = await regmd(repository, ['history', '--verify'])
    assert.equal(shown.exitCode, 1)
    assert.match(shown.stdout, new RegExp(`^takeover in ${breach?.commit.slice(0, 10)}: `, 'u'))
    assert.match(shown.stdout, new RegExp(`Next: git show ${breach?.commit.slice(0, 10)}`, 'u'))
  })

  test('with a subject that looks like a record', async () => {
    const repository = await makeRepository({[registryPath]: registryText()})
    const subject = 'a | b\tc %H %x00 Registry-Action: claim'
    await commitFiles(repository, {[registryPath]: `${registryText()}\nMore.\n`}, subject)
    await git(repository, 'config', 'log.showSignature', 'true')
    await git(repository, 'config', 'log.date', 'relative')
    await git(repository, 'config', 'log.mailmap', 'false')
    const entries = await entriesOf(repository)
    assert.equal(entries.length, 2)
    assert.equal(entries[1]?.subject, subject)
    assert.equal(entries[1]?.action, 'edit')
  })
})

describe('history without', () => {
  test('a registry', async () => {
    const repository = await makeRepository({})
    assert.equal((await regmdJson(repository, ['history'])).error.code, 'REGISTRY_NOT_FOUND')
  })

  test('any commit', async () => {
    const repository = await makeRepository({})
    await git(repository, 'update-ref', '-d', 'refs/heads/main')
    const {exitCode, error} = await regmdJson(repository, ['history'])
    assert.equal(exitCode, 6)
    assert.equal(error.code, 'REGISTRY_NOT_FOUND')
  })
})
