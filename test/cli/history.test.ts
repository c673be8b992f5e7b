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
  readonly session: string | null
  readonly commit: string
  readonly author: string
  readonly time: string
  readonly subject: string
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
    assert.match((await regmd(clone, ['history', '3'])).stdout, /Nothing/u)
    assert.equal((await regmd(clone, ['history', '--quiet'])).stdout, '')
  })

  for (const columns of [60, 100]) {
    test(`as a table of ${columns} cells`, async () => {
      const {stdout} = await regmd(clone, ['history'], {columns})
      for (const line of stdout.split('\n')) assert.ok(stringWidth(line) <= columns, line)
    })
  }

  test('is the same once a human has merged the registry branch', async () => {
    const human = await addClone(remote, 'Human')
    await commitFiles(human, {'README.md': 'Other work\n'})
    await git(human, 'merge', '--quiet', '--no-ff', '-m', 'Approve', 'origin/registry')
    await git(human, 'push', '--quiet', 'origin', 'main')
    const acts = (await entriesOf(clone)).filter(({action}) => action !== 'edit')
    assert.deepEqual(acts.map(brief), told.slice(1))

    const taken = await regmdJson(clone, ['claim', '2'], as('late'))
    assert.equal(taken.error.code, 'NUMBER_TAKEN')
    assert.equal(taken.error.details.commit, acts.at(-1)?.commit)

    await regmd(clone, ['claim', '3'], as('late'))
    const later = (await entriesOf(clone)).filter(({action}) => action !== 'edit')
    assert.deepEqual(later.map(brief), [...told.slice(1), ['claim', 3, 'late']])
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
      ['edit', null, null]
    ])
    assert.equal(entries[2]?.subject, 'Fix a role')
    assert.match((await regmd(repository, ['history'])).stdout, /edit: Fix a role/u)
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
