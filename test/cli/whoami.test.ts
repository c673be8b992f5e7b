import assert from 'node:assert/strict'
import {describe, test} from 'node:test'
import {
  git,
  heldBy,
  makeClone,
  makeFolder,
  makeRepository,
  regmd,
  regmdJson,
  registryPath,
  registryText
} from '../helpers/cli.ts'

const files = {
  [registryPath]: registryText({
    blocks: {
      1: heldBy('flagged', 1),
      2: [
        '- **ROLE**: Mailer',
        '- **GOAL**: Send 5 mails daily',
        '- **SESSION_ID**: stored (run-7)',
        '- **RESPONSIBILITIES**: write, send',
        '- **STATUS**: PENDING'
      ]
    }
  })
}

describe('precedence', async () => {
  const repository = await makeRepository(files)
  await git(repository, 'config', 'regmd.session', 'stored')
  const env = {REGMD_SESSION: 'variable'}

  test('the flag is first', async () => {
    const {data} = await regmdJson(repository, ['whoami', '--session', 'flagged'], {env})
    assert.equal(data.session, 'flagged')
    assert.equal(data.source, 'flag')
    assert.equal(data.number, 1)
    assert.equal(data.role, 'Role 1')
    assert.equal(data.goal, 'Find 10 prospects daily')
    assert.equal(data.status, 'REGISTERED')
  })

  test('then the environment', async () => {
    const {data} = await regmdJson(repository, ['whoami'], {env})
    assert.equal(data.session, 'variable')
    assert.equal(data.source, 'environment')
    assert.equal(data.number, null)
  })

  test('then the configuration of git', async () => {
    const {data} = await regmdJson(repository, ['whoami'])
    assert.equal(data.session, 'stored')
    assert.equal(data.source, 'git config')
    assert.equal(data.number, 2)
    assert.deepEqual(data.responsibilities, ['write', 'send'])
    assert.equal(data.status, 'PENDING')
  })

  test('an empty variable counts for nothing', async () => {
    const {data} = await regmdJson(repository, ['whoami'], {env: {REGMD_SESSION: ''}})
    assert.equal(data.source, 'git config')
  })

  test('an empty flag is refused: the shell had no value for it', async () => {
    const {exitCode, error} = await regmdJson(repository, ['whoami', '--session', ''])
    assert.equal(exitCode, 2)
    assert.equal(error.code, 'USAGE')
  })

  test('the same holds for a claim', async () => {
    const cwd = await makeRepository(files)
    await git(cwd, 'config', 'regmd.session', 'stored')
    assert.equal((await regmdJson(cwd, ['claim'])).data.session, 'stored (run-7)')
    assert.equal((await regmdJson(cwd, ['claim', '3'], {env})).data.session, 'variable')
    assert.equal(
      (await regmdJson(cwd, ['claim', '--session', 'flagged'], {env})).data.alreadyHeld,
      true
    )
  })

  test('the configuration of the user holds for all repositories', async () => {
    const cwd = await makeRepository(files)
    const global = {
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'regmd.session',
      GIT_CONFIG_VALUE_0: 'flagged'
    }
    const {data} = await regmdJson(cwd, ['whoami'], {env: global})
    assert.equal(data.session, 'flagged')
    assert.equal(data.source, 'git config')
  })
})

describe('text', async () => {
  const repository = await makeRepository(files)

  test('says who, from where, and what is held', async () => {
    const {stdout} = await regmd(repository, ['whoami', '--session', 'flagged'])
    assert.match(stdout, /^flagged \(from --session\)$/mu)
    assert.match(stdout, /Session #1: Part 1/u)
    assert.match(stdout, /Role 1/u)
    assert.match(stdout, /Find 10 prospects daily/u)
    assert.doesNotMatch(stdout, /Next:/u)
  })

  test('says what is reserved, and how to claim it', async () => {
    const {stdout} = await regmd(repository, ['whoami'], {env: {REGMD_SESSION: 'run-7'}})
    assert.match(stdout, /^run-7 \(from REGMD_SESSION\)$/mu)
    assert.match(stdout, /^ +Does +write$/mu)
    assert.match(stdout, /^Next: regmd claim 2/mu)
  })

  test('says that nothing is held', async () => {
    const {exitCode, stdout} = await regmd(repository, ['whoami', '--session', 'nobody'])
    assert.equal(exitCode, 0)
    assert.match(stdout, /No number is held/u)
    assert.match(stdout, /^Next: regmd claim --next/mu)
  })
})

describe('none known', async () => {
  const repository = await makeRepository(files)
  for (const args of [
    ['whoami'],
    ['claim', '3'],
    ['claim', '--next'],
    ['claim', '3', '--dry-run'],
    ['ready'],
    ['release', '--reason', 'x']
  ]) {
    test(args.join(' '), async () => {
      const {exitCode, stdout, stderr} = await regmd(repository, args)
      assert.equal(exitCode, 2)
      assert.equal(stdout, '')
      assert.match(stderr, /^Next: regmd whoami --set ID$/mu)
    })
  }

  test('reading needs none', async () => {
    assert.equal((await regmd(repository, ['status'])).exitCode, 0)
    assert.equal((await regmd(repository, ['history'])).exitCode, 0)
  })
})

describe('--set', () => {
  test('stores it for a repository with one worktree', async () => {
    const repository = await makeRepository(files)
    const {exitCode, stdout} = await regmd(repository, ['whoami', '--set', 'me'])
    assert.equal(exitCode, 0)
    assert.match(stdout, /\bme\b/u)
    assert.equal(await git(repository, 'config', 'regmd.session'), 'me\n')
    await regmd(repository, ['whoami', '--set', 'me (too)'])
    assert.equal(await git(repository, 'config', '--get-all', 'regmd.session'), 'me (too)\n')
    assert.equal((await regmdJson(repository, ['whoami'])).data.source, 'git config')
    assert.equal(await git(repository, 'status', '--porcelain'), '')
  })

  test('each of two worktrees keeps its own', async () => {
    const repository = await makeRepository(files)
    const other = `${await makeFolder('linked-')}/worktree`
    await git(repository, 'worktree', 'add', '--quiet', '-b', 'other', other)
    assert.equal((await regmd(repository, ['whoami', '--set', 'one'])).exitCode, 0)
    assert.equal((await regmd(other, ['whoami', '--set', 'two'])).exitCode, 0)
    assert.equal((await regmdJson(repository, ['whoami'])).data.session, 'one')
    assert.equal((await regmdJson(other, ['whoami'])).data.session, 'two')
    await regmd(repository, ['whoami', '--set', 'three'])
    assert.equal((await regmdJson(other, ['whoami'])).data.session, 'two')
  })

  test('one stored before the second worktree came stays with the first', async () => {
    const repository = await makeRepository(files)
    await regmd(repository, ['whoami', '--set', 'one'])
    const other = `${await makeFolder('linked-')}/worktree`
    await git(repository, 'worktree', 'add', '--quiet', '-b', 'other', other)
    await regmd(other, ['whoami', '--set', 'two'])
    assert.equal((await regmdJson(repository, ['whoami'])).data.session, 'one')
    assert.equal((await regmdJson(other, ['whoami'])).data.session, 'two')
  })

  test('works in a subfolder, and in a clone of a remote', async () => {
    const {clone} = await makeClone(files)
    assert.equal((await regmd(`${clone}/registry`, ['whoami', '--set', 'me'])).exitCode, 0)
    assert.equal((await regmdJson(clone, ['whoami'])).data.session, 'me')
  })

  test('takes a value that looks like a number, or holds quotes, as it is', async () => {
    const repository = await makeRepository(files)
    for (const id of ['007', 'a.b:c', 'x@host (run-1)']) {
      await regmd(repository, ['whoami', '--set', id])
      assert.equal((await regmdJson(repository, ['whoami'])).data.session, id)
    }
  })

  for (const id of ['', '  ', 'a\nb', 'a\u001b[31mb', 'a\u202eb']) {
    test(`refuses ${JSON.stringify(id)}`, async () => {
      const repository = await makeRepository(files)
      const {exitCode, stderr} = await regmd(repository, ['whoami', '--set', id])
      assert.equal(exitCode, 2)
      assert.match(stderr, /^Next: /mu)
      assert.equal((await regmd(repository, ['whoami'])).exitCode, 2)
    })
  }

  test('outside a repository', async () => {
    const folder = await makeFolder()
    const env = {GIT_CEILING_DIRECTORIES: folder}
    const {exitCode} = await regmd(folder, ['whoami', '--set', 'me'], {env})
    assert.equal(exitCode, 7)
  })
})

test('--set refuses an id that no claim could have', async () => {
  const repository = await makeRepository(files)
  for (const id of ['q w', 'a, b', '@octocat', 'a'.repeat(201)]) {
    const {exitCode} = await regmd(repository, ['whoami', '--set', id])
    assert.equal(exitCode, 2, id)
  }
  const stored = await regmd(repository, ['whoami'])
  assert.equal(stored.exitCode, 2)
})
