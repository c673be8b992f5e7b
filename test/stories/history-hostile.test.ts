import assert from 'node:assert/strict'
import {describe, test} from 'node:test'
import {isDeepStrictEqual} from 'node:util'
import {
  execute,
  git,
  heldBy,
  makeRepository,
  regmd,
  regmdJson,
  registryPath,
  registryText,
  writeFiles,
  commitFiles
} from '../helpers/cli.ts'
import {isLong} from '../helpers/fire.ts'
import {
  actIn,
  actsOf,
  breachesOf,
  claimMessage,
  claimed,
  historyOf,
  idOf,
  line,
  makeTeam,
  textAt
} from '../helpers/history.ts'

/** Characters that a terminal or a workflow would act on. */
const unsafe = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u

/** Lines that a workflow runner takes for a command. */
const command = /^\s*(?:::|##\[)/mu

const names = [
  'Eve \u001B[31mred\u001B[0m\u0007',
  '::error::all is lost',
  '##[error]lost',
  'Eve \u202Elive\u202C',
  'E\u200Bve\u2066x\u2069',
  "Eve'; rm -rf $(x) `y`",
  'Ève 🦊 名前'
]

describe('hostile', {concurrency: 2}, () => {
  for (const [index, name] of names.entries()) {
    test(`author, subject and session ${JSON.stringify(name)}`, async () => {
      const repository = await makeRepository({[registryPath]: registryText()})
      await git(repository, 'config', 'user.name', name)
      const text = claimed(await textAt(repository, 'HEAD'), 2, name)
      await commitFiles(repository, {[registryPath]: text}, name)
      await commitFiles(
        repository,
        {[registryPath]: text.replace('# Registry', '# Team')},
        `${name}${name}`
      )
      const outputs = [{}, {columns: 80, isTTY: true, env: {NO_COLOR: '1'}}]
      for (const [turn, args] of [[], ['2'], ['--verify'], ['--verify', '2']].entries()) {
        // By turns, so that each name is shown in each way, on a terminal and elsewhere.
        for (const options of outputs.filter(
          (_, way) => isLong || (index + turn + way) % 2 === 0
        )) {
          const {stdout, stderr} = await regmd(repository, ['history', ...args], options)
          assert.doesNotMatch(stdout + stderr, unsafe, args.join())
          assert.doesNotMatch(stdout + stderr, command, args.join())
        }
      }
      const {entries} = await historyOf(repository)
      assert.equal(entries.length, 3)
      const {exitCode, data} = await regmdJson(repository, ['history', '2'])
      assert.equal(exitCode, 0)
      assert.ok(data.untrusted.includes('/entries/*'), JSON.stringify(data.untrusted))
    })
  }

  test('a subject of 10 kB', async () => {
    const repository = await makeRepository({[registryPath]: registryText()})
    const subject = `${'x'.repeat(10_240)} %H %x00 ::error::`
    await commitFiles(repository, {[registryPath]: `${registryText()}\nMore.\n`}, subject)
    const {entries} = await historyOf(repository)
    assert.equal(entries[1]?.subject, subject)
    const {stdout} = await regmd(repository, ['history'], {columns: 80})
    for (const shown of stdout.split('\n')) assert.ok(shown.length <= 80)
  })

  test('no message at all', async () => {
    const repository = await makeRepository({[registryPath]: registryText()})
    const text = claimed(await textAt(repository, 'HEAD'), 2, 'b')
    await writeFiles(repository, {[registryPath]: text})
    await git(repository, 'add', '.')
    await git(repository, 'commit', '--quiet', '--allow-empty-message', '-m', '')
    await actIn(repository, 'c', ['claim', '3'])
    const {entries} = await historyOf(repository)
    assert.deepEqual(entries.map(line), ['edit', 'breach 2 b', 'claim 3 c'])
    assert.equal(entries[1]?.subject, '')
  })

  test('a message that looks like files, records and trailers', async () => {
    const repository = await makeRepository({[registryPath]: registryText()})
    const message = [
      ':100644 100644 0000000000000000000000000000000000000000 1111111111111111111111111111111111111111 M',
      '',
      registryPath,
      'Registry-Action: release',
      'Registry-Number: 99999999999999999999',
      'Registry-Action: claim',
      'Registry-Number: 2'
    ].join('\n')
    await commitFiles(
      repository,
      {[registryPath]: claimed(await textAt(repository, 'HEAD'), 2, 'b')},
      message
    )
    await actIn(repository, 'c', ['claim', '3'])
    const {entries} = await historyOf(repository)
    assert.deepEqual(entries.map(line), ['edit', 'breach 2 b', 'claim 3 c'])
    assert.deepEqual(await breachesOf(repository), [['hand edit', entries[1]?.commit, 2]])
  })

  test('messages and names that are not UTF-8', async () => {
    for (const isDeclared of [true, false]) {
      const repository = await makeRepository({[registryPath]: registryText()})
      const text = claimed(await textAt(repository, 'HEAD'), 2, 'b')
      await writeFiles(repository, {
        [registryPath]: text,
        'message.txt': Buffer.from(`Caf\xE9\n\n${claimMessage(2, 'b')}`, 'latin1')
      })
      await git(repository, 'add', registryPath)
      if (isDeclared) await git(repository, 'config', 'i18n.commitEncoding', 'ISO-8859-1')
      await git(repository, 'commit', '--quiet', '-F', 'message.txt')
      const {entries} = await historyOf(repository)
      assert.equal(entries.length, 2)
      assert.deepEqual(entries.map(line), ['edit', 'claim 2 b'])
      assert.deepEqual(await breachesOf(repository), [])
      if (isDeclared) assert.equal(entries[1]?.subject, 'Café')
    }
  })

  test('an encoding of commits that is set later', async () => {
    const repository = await makeRepository({[registryPath]: registryText()}, 'Zoë Ångström')
    await actIn(repository, 'b', ['claim', '2'])
    for (const key of ['i18n.commitEncoding', 'i18n.logOutputEncoding']) {
      await git(repository, 'config', key, 'ISO-8859-1')
      const {entries} = await historyOf(repository)
      assert.deepEqual(
        entries.map(({author}) => author),
        ['Zoë Ångström', 'Zoë Ångström'],
        key
      )
    }
  })
})

describe('settings of a person', {concurrency: 2}, () => {
  const settings: readonly (readonly [string, string])[] = [
    ['log.showRoot', 'false'],
    ['log.follow', 'true'],
    ['log.showSignature', 'true'],
    ['log.diffMerges', 'off'],
    ['log.date', 'relative'],
    ['log.mailmap', 'false'],
    ['log.decorate', 'full'],
    ['color.ui', 'always'],
    ['core.quotePath', 'true'],
    ['core.abbrev', '4'],
    ['diff.relative', 'true'],
    ['diff.renames', 'copies'],
    ['diff.noprefix', 'true'],
    ['diff.external', 'false'],
    ['format.pretty', 'oneline'],
    ['log.excludeDecoration', 'refs/heads/*'],
    ['core.commentChar', 'R'],
    ['diff.orderFile', '/dev/null'],
    ['diff.ignoreSubmodules', 'all'],
    ['core.logAllRefUpdates', 'false'],
    ['rerere.enabled', 'true'],
    ['gui.encoding', 'latin1'],
    ['core.notesRef', 'refs/notes/x'],
    ['log.initialDecorationSet', 'all'],
    ['diff.noIndex', 'true'],
    ['feature.experimental', 'true'],
    ['log.graphColors', 'red'],
    ['log.abbrevCommit', 'true'],
    ['diff.submodule', 'log'],
    ['diff.wordRegex', '.'],
    ['diff.statGraphWidth', '1'],
    ['diff.interHunkContext', '9']
  ]

  test('change nothing', async () => {
    const path = 'registry/ü s.md'
    const held = {1: heldBy('first', 1)}
    const repository = await makeRepository({
      [path]: registryText({sessions: 5, blocks: held}),
      'sub/x.md': 'x\n'
    })
    await actIn(repository, 'b', ['claim', '2'])
    await actIn(repository, 'b', ['release', '2', '--reason', 'x'])
    await git(repository, 'switch', '--quiet', '-c', 'side')
    await commitFiles(
      repository,
      {[path]: claimed(await textAt(repository, 'HEAD', path), 5, 'e')},
      claimMessage(5, 'e')
    )
    await git(repository, 'switch', '--quiet', 'main')
    await actIn(repository, 'c', ['claim', '2'])
    await git(repository, 'merge', '--quiet', '--no-ff', '-X', 'theirs', '-m', 'Side', 'side')
    const expected = await historyOf(repository)
    const acts = expected.entries.filter(({action}) => action !== 'edit').map(line)
    assert.deepEqual(acts.slice(-4), ['claim 2 b', 'release 2 b', 'claim 2 c', 'claim 5 e'])
    const changed: string[] = []
    // All at once are below; each alone is for the long form.
    for (const [key, value] of settings.filter((_, index) => isLong || index % 4 === 0)) {
      await git(repository, 'config', key, value)
      const told = await historyOf(repository).catch(String)
      if (!isDeepStrictEqual(told, expected)) changed.push(key)
      await git(repository, 'config', '--unset', key)
    }
    assert.deepEqual(changed, [])
    for (const [key, value] of settings) await git(repository, 'config', key, value)
    assert.deepEqual(await historyOf(`${repository}/sub`), expected, 'all at once, from a folder')
    await git(repository, 'config', '--unset', 'core.notesRef')
    await git(repository, 'notes', 'add', '-m', 'A note', 'HEAD')
    assert.deepEqual(await historyOf(repository), expected, 'with a note')
    await git(repository, 'branch', 'sub')
    await git(repository, 'tag', 'registry')
    await git(repository, 'tag', 'main')
    assert.deepEqual(await historyOf(repository), expected, 'with names that mean two things')
  })

  test("registrations in the root commit are told, and are nobody's breach", async () => {
    const held = {1: heldBy('first', 1), 3: heldBy('third', 3)}
    const repository = await makeRepository({
      [registryPath]: registryText({sessions: 5, blocks: held})
    })
    await actIn(repository, 'b', ['claim', '2'])
    assert.deepEqual(await actsOf(repository), ['claim 1 first', 'claim 3 third', 'claim 2 b'])
    assert.deepEqual(await breachesOf(repository), [])
    const {proof} = await historyOf(repository, '3')
    assert.deepEqual(
      [proof.first?.session, proof.first?.commit],
      ['third', await idOf(repository, 'HEAD~1')]
    )
    const {stdout} = await regmd(repository, ['history', '3'])
    assert.doesNotMatch(stdout, /parent has it pending/u)
  })
})

test('a local repository, from a worktree and without a checkout', async () => {
  const repository = await makeRepository({[registryPath]: registryText()})
  await actIn(repository, 'b', ['claim', '2'])
  await git(repository, 'worktree', 'add', '--quiet', '-b', 'other', `${repository}-other`)
  await git(repository, 'clone', '--quiet', '--bare', '.', `${repository}-bare`)
  for (const folder of [`${repository}-other`, `${repository}-bare`]) {
    assert.deepEqual(await actsOf(folder, '--remote', 'none'), ['claim 2 b'], folder)
    assert.deepEqual(await breachesOf(folder, '--remote', 'none'), [], folder)
  }
})

test('2,000 commits that do not touch the registry cost little more than git itself', async () => {
  const team = await makeTeam(registryText({sessions: 12}), ['Ada'])
  const {human} = team
  const timeOf = async (run: () => Promise<unknown>) => {
    let best = Number.POSITIVE_INFINITY
    for (let round = 0; round < 3; round++) {
      const begin = performance.now()
      await run()
      best = Math.min(best, performance.now() - begin)
    }

    return best
  }
  const small = await timeOf(async () => regmd(human, ['history', '--verify', '--offline']))
  const commits = Array.from({length: 2000}, (_, index) =>
    [
      'commit refs/heads/main',
      `committer Human <human@example.com> ${1_700_000_000 + index} +0000`,
      'data 4',
      'Work',
      index === 0 ? 'from HEAD' : '',
      `M 100644 inline work/${index % 50}.txt`,
      `data ${String(index).length}`,
      String(index),
      ''
    ]
      .filter((part, place) => part !== '' || place > 4)
      .join('\n')
  )
  const main = await idOf(human)
  const stream = commits.join('').replace('from HEAD', `from ${main}`)
  await writeFiles(human, {'stream.txt': stream})
  await git(human, 'switch', '--quiet', '--detach')
  const {exitCode, stderr} = await execute(human, [
    'sh',
    '-c',
    'git fast-import --quiet < stream.txt'
  ])
  assert.equal(exitCode, 0, stderr)
  await git(human, 'push', '--quiet', 'origin', 'main')
  for (const number of [1, 2, 3]) await team.act(`s${number}`, 'claim', `${number}`)
  await git(human, 'fetch', '--quiet')
  const log = await timeOf(async () =>
    git(human, 'log', '--full-history', 'origin/registry', '--', registryPath)
  )
  const full = await timeOf(async () => regmd(human, ['history', '--verify', '--offline']))
  assert.deepEqual(await actsOf(human), team.done)
  // What processes cost that any repository needs is not what grows.
  assert.ok(full < small + 8 * log + 200, `${full} ms; before ${small} ms, git log ${log} ms`)
})
