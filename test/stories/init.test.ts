import assert from 'node:assert/strict'
import {readFile, stat} from 'node:fs/promises'
import {join} from 'node:path'
import {describe, test} from 'node:test'
import {
  binary,
  commitFiles,
  execute,
  git,
  makeClone,
  makeFolder,
  makeRepository,
  packageRoot,
  readSeed,
  regmd,
  regmdJson,
  registryPath,
  registryText,
  seeds,
  writeFiles
} from '../helpers/cli.ts'

interface Written {
  readonly path: string
  readonly action: string
}

const as = (session: string) => ({env: {REGMD_SESSION: session}})

async function actionsOf(
  cwd: string,
  ...args: readonly string[]
): Promise<Readonly<Record<string, string>>> {
  const {exitCode, data, error} = await regmdJson(cwd, ['init', ...args])
  assert.equal(exitCode, 0, JSON.stringify(error))
  return Object.fromEntries(
    (data.written as readonly Written[]).map(({path, action}) => [path, action])
  )
}

const read = (cwd: string, path: string) => readFile(join(cwd, path), 'utf8')

describe('a fresh registry', () => {
  test('has open blocks, its schema, workflow, attributes and a section for agents', async () => {
    const repository = await makeRepository({'README.md': 'Hello\n'})
    assert.deepEqual(await actionsOf(repository), {
      [registryPath]: 'created',
      'schemas/claim.schema.json': 'created',
      '.github/workflows/registry.yml': 'created',
      '.gitattributes': 'created',
      'AGENTS.md': 'created'
    })

    assert.equal(
      await read(repository, 'schemas/claim.schema.json'),
      await readFile(join(packageRoot, 'schemas/claim.schema.json'), 'utf8')
    )
    assert.match(
      await read(repository, '.gitattributes'),
      /^registry\/\*\.md text eol=lf merge=regmd$/mu
    )
    const agents = await read(repository, 'AGENTS.md')
    assert.match(
      agents,
      /<!-- regmd:start -->[^]*regmd claim[^]*regmd ready[^]*regmd ack[^]*<!-- regmd:end -->/u
    )
    assert.equal(await git(repository, 'log', '--oneline', '--format=%s'), 'Write files\n')

    await commitFiles(repository, {}, 'Set up')
    const {data} = await regmdJson(repository, ['status'])
    assert.equal(data.total, 12)
    assert.equal(data.sessions.length, 12)
    assert.equal(data.registered, 0)
    assert.equal(data.available.length, 12)
    for (const {session, role, goal} of data.sessions) {
      assert.deepEqual([session, role, goal], [null, null, null])
    }
  })

  test('says what it wrote, and what comes next', async () => {
    const repository = await makeRepository({})
    const {exitCode, stdout} = await regmd(repository, ['init'])
    assert.equal(exitCode, 0)
    assert.match(stdout, /^created +registry\/sessions\.md$/mu)
    assert.match(stdout, /git add .*registry\/sessions\.md/u)
    assert.match(stdout, /regmd claim/u)
  })

  test('says how a clone merges block by block, until it does', async () => {
    const repository = await makeRepository({})
    const {stdout} = await regmd(repository, ['init', '--sessions', '3'])
    const command = /^ +(git config merge\.regmd\.driver .+)$/mu.exec(stdout)?.[1] ?? ''
    assert.equal((await execute(repository, ['sh', '-c', command])).exitCode, 0)
    const driver = (await git(repository, 'config', 'merge.regmd.driver')).trim()
    assert.match(driver, /^npx regmd merge-driver /u)
    assert.doesNotMatch((await regmd(repository, ['init'])).stdout, /merge\.regmd/u)

    // The same arguments, to the program that is tested here.
    const here = driver.replace('npx regmd', `'${process.execPath}' '${binary}'`)
    await git(repository, 'config', 'merge.regmd.driver', here)
    await commitFiles(repository, {}, 'Set up')
    for (const number of ['1', '2']) {
      await git(repository, 'checkout', '--quiet', '-B', 'main', number === '1' ? 'main' : 'main~')
      const details = ['--role', `Role ${number}`, '--goal', `Send ${number}0 mails daily`]
      await regmd(repository, ['claim', number, ...details], as(`session-${number}`))
      if (number === '1') await git(repository, 'branch', 'side')
    }

    await git(repository, 'merge', '--quiet', '--no-edit', 'side')
    const {data} = await regmdJson(repository, ['status'])
    assert.equal(data.registered, 2)
    assert.match(await read(repository, registryPath), /2\/3 sessions registered/u)
  })

  test('its next steps work as they are written', async () => {
    const {clone, remote} = await makeClone({})
    const {stdout} = await regmd(clone, ['init', '--sessions', '2'])
    const add = /^ +git add (.+)$/mu.exec(stdout)?.[1] ?? ''
    await git(clone, 'add', ...add.split(' '))
    await git(clone, 'commit', '--quiet', '-m', 'Set up')
    assert.equal(await git(clone, 'status', '--porcelain'), '')
    assert.match(stdout, /git push/u)
    await git(clone, 'push', '--quiet')
    const details = ['--role', 'Mailer', '--goal', 'Send 5 mails daily']
    const {exitCode, data} = await regmdJson(clone, ['claim', '--next', ...details], as('me'))
    assert.equal(exitCode, 0)
    assert.equal(data.number, 1)
    assert.equal(await git(remote, 'rev-parse', 'registry'), `${data.commit}\n`)
  })

  test('--sessions 3', async () => {
    const repository = await makeRepository({})
    await actionsOf(repository, '--sessions', '3')
    await commitFiles(repository, {}, 'Set up')
    const {data} = await regmdJson(repository, ['status'])
    assert.equal(data.total, 3)
    assert.deepEqual(data.available, [1, 2, 3])
    const missing = await regmdJson(repository, ['claim', '2'], as('me'))
    assert.equal(missing.error.code, 'CLAIM_INVALID')
    assert.match(missing.error.message, /role|goal/u)
    for (const [index, session] of ['one', 'two', 'three'].entries()) {
      const details = ['--role', `Role ${index}`, '--goal', `Send ${index + 5} mails daily`]
      const {exitCode, error} = await regmdJson(
        repository,
        ['claim', '--next', ...details],
        as(session)
      )
      assert.equal(exitCode, 0, JSON.stringify(error))
    }

    const after = await regmdJson(repository, ['status'])
    assert.equal(after.data.registered, 3)
    assert.equal(await git(repository, 'status', '--porcelain'), '')
  })

  test('in a repository without any commit', async () => {
    const folder = await makeFolder()
    await git(folder, 'init', '--quiet', '--initial-branch=main')
    const actions = await actionsOf(folder, '--sessions', '1')
    assert.equal(actions[registryPath], 'created')
  })

  test('from a subfolder it goes to the root', async () => {
    const repository = await makeRepository({'deep/down/file.txt': ''})
    await actionsOf(join(repository, 'deep/down'))
    assert.match(await read(repository, registryPath), /Session #12/u)
    await assert.rejects(stat(join(repository, 'deep/down/registry')))
  })

  test('at another path', async () => {
    const repository = await makeRepository({})
    const actions = await actionsOf(repository, '--registry', 'docs/who.md')
    assert.equal(actions['docs/who.md'], 'created')
    assert.match(await read(repository, 'AGENTS.md'), /docs\/who\.md/u)
    await commitFiles(repository, {}, 'Set up')
    const attributes = await git(repository, 'check-attr', 'merge', '--', 'docs/who.md')
    assert.equal(attributes, 'docs/who.md: merge: regmd\n')
    const {exitCode} = await regmd(repository, ['status', '--registry', 'docs/who.md'])
    assert.equal(exitCode, 0)
  })
})

describe('a document that is adopted', () => {
  for (const seed of seeds) {
    test(`${seed}: byte for byte`, async () => {
      const repository = await makeRepository({})
      const actions = await actionsOf(
        repository,
        '--from',
        join(packageRoot, `test/fixtures/seed/${seed}.md`)
      )
      assert.equal(actions[`registry/${seed}.md`], 'created')
      const bytes = await readSeed(seed)
      assert.deepEqual(await readFile(join(repository, `registry/${seed}.md`)), bytes)
      await commitFiles(repository, {}, 'Set up')
      const {exitCode, data} = await regmdJson(repository, ['claim'], as('marketing-research-2'))
      assert.equal(exitCode, 0)
      assert.equal(data.number, 3)
      assert.equal(data.path, `registry/${seed}.md`)
    })
  }

  const crlf = registryText().replaceAll('\n', '\r\n')

  test('with CRLF keeps its line ends, also in a checkout and after a claim', async () => {
    const {clone, remote} = await makeClone({})
    await git(clone, 'config', 'core.autocrlf', 'true')
    const folder = await makeFolder()
    await writeFiles(folder, {'sessions.md': crlf})
    await actionsOf(clone, '--from', join(folder, 'sessions.md'))
    assert.equal(await read(clone, registryPath), crlf)
    assert.match(await read(clone, '.gitattributes'), /^registry\/sessions\.md -text\b/mu)
    await commitFiles(clone, {}, 'Set up')
    await git(clone, 'push', '--quiet')
    assert.equal(await git(remote, 'show', `main:${registryPath}`), crlf)
    const {exitCode, error} = await regmdJson(clone, ['claim', '2'], as('me'))
    assert.equal(exitCode, 0, JSON.stringify(error))
    const after = await git(remote, 'show', `registry:${registryPath}`)
    assert.equal(after.replaceAll('\r\n', '').includes('\n'), false)
    assert.match(after, /SESSION_ID\*\*: me\r\n/u)
    assert.match(after, /READY\*\*: YES\r\n/u)
  })

  for (const name of ['a b.md', '[x].md', 'é.md', 'a"b.md', '#1.md', '!x.md', '*.md']) {
    test(`with CRLF and called ${name}: its attributes hold`, async () => {
      const repository = await makeRepository({})
      const folder = await makeFolder()
      await writeFiles(folder, {[name]: crlf})
      await actionsOf(repository, '--from', join(folder, name))
      const said = await git(repository, 'check-attr', '-z', 'text', '--', `registry/${name}`)
      assert.equal(said, `registry/${name}\0text\0unset\0`)
      const other = await git(repository, 'check-attr', '-z', 'text', '--', 'registry/other.md')
      assert.notEqual(other, 'registry/other.md\0text\0unset\0')
    })
  }

  test('with a byte order mark, at a path of its own', async () => {
    const repository = await makeRepository({})
    await writeFiles(repository, {'list.md': `\ufeff${registryText()}`})
    await git(repository, 'add', '--all')
    await actionsOf(repository, '--from', 'list.md', '--registry', 'docs/list.md')
    assert.equal(await read(repository, 'docs/list.md'), `\ufeff${registryText()}`)
  })

  test('relative to the current directory', async () => {
    const repository = await makeRepository({'deep/list.md': registryText()})
    const actions = await actionsOf(join(repository, 'deep'), '--from', 'list.md')
    assert.equal(actions['registry/list.md'], 'created')
  })

  test('where it is already', async () => {
    const repository = await makeRepository({[registryPath]: registryText()})
    const actions = await actionsOf(repository, '--from', registryPath)
    assert.equal(actions[registryPath], 'kept')
    assert.equal(await read(repository, registryPath), registryText())
  })

  const refused: readonly (readonly [string, readonly string[], number, string])[] = [
    ['a file that is missing', ['--from', 'missing.md'], 2, 'USAGE'],
    ['a folder', ['--from', '.'], 2, 'USAGE'],
    ['a file without blocks', ['--from', 'README.md'], 6, 'REGISTRY_INVALID'],
    ['a file that is not UTF-8', ['--from', 'latin.md'], 6, 'REGISTRY_INVALID'],
    ['a pointer of Git LFS', ['--from', 'lfs.md'], 6, 'REGISTRY_INVALID'],
    ['nothing', ['--from', ''], 2, 'USAGE'],
    ['a path outside', ['--from', 'fine.md', '--registry', '../x.md'], 2, 'USAGE'],
    ['a path in .git', ['--registry', '.git/x.md'], 2, 'USAGE'],
    ['another number of sessions', ['--from', 'fine.md', '--sessions', '3'], 2, 'USAGE'],
    ...['0', '-1', '1.5', 'many', '', '1e1', '10001', '٣'].map(
      (value) => [`${value} sessions`, ['--sessions', value], 2, 'USAGE'] as const
    )
  ]
  for (const [name, args, exitCode, code] of refused) {
    test(`${name}: refused, and nothing is written`, async () => {
      const repository = await makeRepository({
        'README.md': '# Nothing\n',
        'fine.md': registryText(),
        'latin.md': Buffer.from(registryText().replace('Part', 'Caf\u00e9'), 'latin1'),
        'lfs.md': 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 3\n'
      })
      const output = await regmdJson(repository, ['init', ...args])
      assert.equal(output.error?.code, code)
      assert.equal(output.exitCode, exitCode)
      assert.equal(await git(repository, 'status', '--porcelain'), '')
    })
  }
})

describe('a second run', () => {
  test('keeps everything', async () => {
    const repository = await makeRepository({})
    await actionsOf(repository, '--sessions', '3')
    await commitFiles(repository, {}, 'Set up')
    await regmd(repository, ['claim', '2', '--role', 'a', '--goal', '5 mails'], as('me'))
    const before = await read(repository, registryPath)
    for (const args of [[], ['--sessions', '5'], ['--from', join(packageRoot, registryPath)]]) {
      const actions = await actionsOf(repository, ...args)
      for (const action of Object.values(actions)) assert.equal(action, 'kept')
      assert.equal(await git(repository, 'status', '--porcelain'), '')
    }

    assert.equal(await read(repository, registryPath), before)
    assert.match(
      (await regmd(repository, ['init'])).stdout,
      /^kept +registry\/sessions\.md \(regmd init --force overwrites it\)$/mu
    )
  })

  test('--force overwrites', async () => {
    const repository = await makeRepository({})
    await actionsOf(repository, '--sessions', '3')
    await writeFiles(repository, {[registryPath]: 'Gone.\n', 'schemas/claim.schema.json': '{}\n'})
    const actions = await actionsOf(repository, '--sessions', '3', '--force')
    assert.equal(actions[registryPath], 'updated')
    assert.equal(actions['schemas/claim.schema.json'], 'updated')
    assert.match(await read(repository, registryPath), /Session #3/u)
    assert.doesNotMatch(await read(repository, registryPath), /Gone/u)
  })

  test('replaces its section in AGENTS.md, and nothing else of it', async () => {
    const before =
      '# Agents\r\n\r\nBe kind.\r\n\n<!-- regmd:start -->\nold\n<!-- regmd:end -->\n\nBe brief.'
    const repository = await makeRepository({'AGENTS.md': before})
    const actions = await actionsOf(repository)
    assert.equal(actions['AGENTS.md'], 'updated')
    const after = await read(repository, 'AGENTS.md')
    assert.ok(after.startsWith('# Agents\r\n\r\nBe kind.\r\n\n<!-- regmd:start -->\n'), after)
    assert.ok(after.endsWith('<!-- regmd:end -->\n\nBe brief.'), after)
    assert.doesNotMatch(after, /^old$/mu)
    assert.equal((await actionsOf(repository))['AGENTS.md'], 'kept')
  })

  test('adds its section to an AGENTS.md without one', async () => {
    for (const before of ['# Agents', '# Agents\n', '# Agents\n\nBe kind.\n\n']) {
      const repository = await makeRepository({'AGENTS.md': before})
      await actionsOf(repository)
      const after = await read(repository, 'AGENTS.md')
      assert.ok(after.startsWith(before), JSON.stringify(after.slice(0, 80)))
      assert.match(after, /\n\n<!-- regmd:start -->\n/u)
      await actionsOf(repository)
      assert.equal(await read(repository, 'AGENTS.md'), after)
    }
  })

  test('leaves an AGENTS.md that is not UTF-8 as it is, but for its section', async () => {
    const repository = await makeRepository({'AGENTS.md': Buffer.from('Caf\u00e9\n', 'latin1')})
    await actionsOf(repository)
    const after = await readFile(join(repository, 'AGENTS.md'))
    assert.equal(after.subarray(0, 5).toString('latin1'), 'Caf\u00e9\n')
  })

  test('appends to .gitattributes once', async () => {
    const repository = await makeRepository({'.gitattributes': '*.png binary'})
    await actionsOf(repository)
    const after = await read(repository, '.gitattributes')
    assert.equal(after, '*.png binary\nregistry/*.md text eol=lf merge=regmd\n')
    assert.equal((await actionsOf(repository))['.gitattributes'], 'kept')
    assert.equal((await actionsOf(repository, '--force'))['.gitattributes'], 'kept')
    assert.equal(await read(repository, '.gitattributes'), after)
  })
})

describe('init where there is no worktree', () => {
  test('not a repository', async () => {
    const folder = await makeFolder()
    const env = {GIT_CEILING_DIRECTORIES: folder}
    const {exitCode, error} = await regmdJson(folder, ['init'], {env})
    assert.equal(exitCode, 7)
    assert.equal(error.code, 'NOT_A_REPOSITORY')
    assert.equal(error.hint, 'git init')
  })

  test('a bare repository', async () => {
    const folder = await makeFolder()
    await git(folder, 'init', '--quiet', '--bare')
    const {exitCode, error} = await regmdJson(folder, ['init'])
    assert.equal(exitCode, 7)
    assert.equal(error.code, 'NOT_A_REPOSITORY')
    assert.match(error.message, /bare/u)
  })
})
