import assert from 'node:assert/strict'
import {mkdir, symlink} from 'node:fs/promises'
import {join} from 'node:path'
import {describe, test} from 'node:test'
import {
  type Output,
  commitFiles,
  execute,
  git,
  makeClone,
  makeFolder,
  makeRepository,
  regmd,
  regmdJson,
  registryPath,
  registryText,
  writeFiles
} from '../helpers/cli.ts'

const as = (session: string) => ({env: {REGMD_SESSION: session}})

/** A registry that tells which one it is by the number of its sessions. */
const of = (sessions: number) => registryText({sessions})

async function totalOf(cwd: string, registry: string): Promise<number | string> {
  const {data, error} = await regmdJson(cwd, ['status', '--registry', registry])
  return data?.total ?? `${error.code} ${error.message}`
}

describe('--registry', async () => {
  const repository = await makeRepository({
    [registryPath]: of(1),
    'docs/who.md': of(2),
    'docs/deep/who.md': of(3),
    'a b/ü "x" $y.md': of(4),
    'registry.md': of(5),
    '[x]/*.md': of(6),
    '-x.md': of(7),
    ':x.md': of(8),
    'docs/.github/list.md': of(9)
  })
  const deep = join(repository, 'docs/deep')

  test('is a path from the root', async () => {
    assert.equal(await totalOf(repository, registryPath), 1)
    assert.equal(await totalOf(repository, 'docs/who.md'), 2)
    assert.equal(await totalOf(repository, 'docs//deep/../who.md'), 2)
    assert.equal(await totalOf(repository, 'docs/.github/list.md'), 9)
  })

  test('is a path from the root in a subfolder too', async () => {
    assert.equal(await totalOf(deep, 'docs/who.md'), 2)
    assert.equal(await totalOf(deep, registryPath), 1)
    assert.equal(await totalOf(deep, 'registry.md'), 5)
  })

  test('counts from the current directory with a dot', async () => {
    assert.equal(await totalOf(repository, './docs/who.md'), 2)
    assert.equal(await totalOf(deep, './who.md'), 3)
    assert.equal(await totalOf(deep, '../who.md'), 2)
    assert.equal(await totalOf(deep, '../../registry.md'), 5)
  })

  test('may be absolute', async () => {
    assert.equal(await totalOf(deep, join(repository, 'docs/who.md')), 2)
  })

  test('may be absolute through a symbolic link', async () => {
    const link = join(await makeFolder(), 'link')
    await symlink(repository, link)
    assert.equal(await totalOf(link, join(link, 'docs/who.md')), 2)
  })

  test('is literal', async () => {
    assert.equal(await totalOf(repository, 'a b/ü "x" $y.md'), 4)
    assert.equal(await totalOf(repository, '[x]/*.md'), 6)
    assert.equal(await totalOf(repository, ':x.md'), 8)
    const {data} = await regmdJson(repository, ['status', '--registry=-x.md'])
    assert.equal(data.total, 7)
  })

  for (const registry of [
    'registry/*.md',
    'registry/sessions.m?',
    'registry/[s]essions.md',
    ':(top)registry/sessions.md',
    ':(glob)registry/*.md',
    ':(literal)registry/sessions.md',
    ':/registry/sessions.md',
    ':!registry/sessions.md',
    ':^x',
    'registry',
    'Registry/Sessions.md',
    'missing.md'
  ]) {
    test(`finds nothing at ${registry}`, async () => {
      const {exitCode, error} = await regmdJson(repository, ['status', '--registry', registry])
      assert.equal(error.code, 'REGISTRY_NOT_FOUND')
      assert.equal(exitCode, 6)
    })
  }

  for (const registry of [
    '../outside.md',
    'docs/../../outside.md',
    '/etc/passwd',
    '/',
    '.',
    '..',
    './',
    'registry/',
    '.git/x',
    '.git/config',
    'docs/.GIT/x',
    '.git',
    'a\nb.md',
    'a\u0000b.md',
    'a\u001bb.md',
    String.raw`registry\sessions.md`,
    ''
  ]) {
    test(`refuses ${JSON.stringify(registry)}`, async () => {
      for (const args of [['status'], ['claim', '1', '--session', 'me'], ['init']]) {
        const {exitCode, error} = await regmdJson(repository, [...args, '--registry', registry])
        assert.equal(error?.code, 'USAGE')
        assert.equal(exitCode, 2)
      }

      assert.equal(await git(repository, 'status', '--porcelain'), '')
    })
  }

  test('a claim goes to the registry that is named', async () => {
    const {data} = await regmdJson(deep, ['claim', '4', '--registry', 'a b/ü "x" $y.md'], as('me'))
    assert.equal(data.number, 4)
    assert.equal(data.path, 'a b/ü "x" $y.md')
    const changed = await git(repository, 'diff', '--name-only', '-z', 'main~1', 'main')
    assert.equal(changed, 'a b/ü "x" $y.md\0')
    const {data: history} = await regmdJson(repository, [
      'history',
      '--registry',
      'a b/ü "x" $y.md'
    ])
    assert.equal(history.entries.length, 2)
    const glob = await regmdJson(repository, ['claim', '6', '--registry', '[x]/*.md'], as('me'))
    assert.equal(glob.data.number, 6)
    assert.equal(await git(repository, 'status', '--porcelain'), '')
  })
})

describe('where it is', () => {
  test('the variable is next to the option', async () => {
    const repository = await makeRepository({[registryPath]: of(1), 'a.md': of(2), 'b.md': of(3)})
    const env = {REGMD_REGISTRY: 'a.md'}
    const variable = await regmdJson(repository, ['status'], {env})
    assert.equal(variable.data.total, 2)
    const option = await regmdJson(repository, ['status', '--registry', 'b.md'], {env})
    assert.equal(option.data.total, 3)
    const empty = await regmdJson(repository, ['status'], {env: {REGMD_REGISTRY: ''}})
    assert.equal(empty.data.total, 1)
    const outside = await regmdJson(repository, ['status'], {env: {REGMD_REGISTRY: '../x.md'}})
    assert.equal(outside.error.code, 'USAGE')
  })

  test('the only file under registry/ with blocks', async () => {
    const repository = await makeRepository({
      'registry/README.md': '# About session 3\n\nNo blocks.\n',
      'registry/notes.txt': of(9),
      'registry/deep/who.markdown': of(4),
      'registry.md': of(5)
    })
    const {data} = await regmdJson(join(repository, 'registry/deep'), ['status'])
    assert.equal(data.total, 4)
    assert.equal(data.path, 'registry/deep/who.markdown')
  })

  test('two are one too many', async () => {
    const repository = await makeRepository({[registryPath]: of(1), 'registry/b c.md': of(2)})
    for (const args of [['status'], ['claim', '1', '--session', 'me'], ['history']]) {
      const {exitCode, error} = await regmdJson(repository, args)
      assert.equal(exitCode, 6)
      assert.equal(error.code, 'REGISTRY_AMBIGUOUS')
      assert.match(error.message, /registry\/sessions\.md/u)
      assert.match(error.message, /registry\/b c\.md/u)
      const {exitCode: next, stdout} = await execute(repository, [
        'bash',
        '-c',
        `regmd() { printf %s "\${@: -1}"; }; ${error.hint}`
      ])
      assert.equal(next, 0)
      assert.ok(['registry/sessions.md', 'registry/b c.md'].includes(stdout), error.hint)
    }
  })

  test('it is the tip’s that counts, not the worktree’s', async () => {
    const {clone} = await makeClone({[registryPath]: of(2)})
    await writeFiles(clone, {[registryPath]: of(7), 'registry/new.md': of(3)})
    assert.equal((await regmdJson(clone, ['status'])).data.total, 2)
  })
})

async function askBoth(cwd: string, ...args: readonly string[]): Promise<readonly Output[]> {
  return [
    await regmdJson(cwd, ['status', ...args]),
    await regmdJson(cwd, ['claim', '1', ...args], as('me'))
  ]
}

describe('refused with the reason', () => {
  const named = ['--registry', registryPath]
  const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:abc\nsize 12345\n'

  for (const args of [named, []]) {
    const how = args.length > 0 ? 'named' : 'found'

    test(`a symbolic link, ${how}`, async () => {
      const repository = await makeRepository({'real.md': of(1)})
      await mkdir(join(repository, 'registry'))
      await symlink('../real.md', join(repository, registryPath))
      await commitFiles(repository, {})
      for (const {exitCode, error} of await askBoth(repository, ...args)) {
        assert.equal(exitCode, 6)
        assert.equal(error.code, 'REGISTRY_INVALID')
        assert.match(error.message, /symbolic link/u)
      }
    })

    test(`a pointer of Git LFS, ${how}`, async () => {
      const repository = await makeRepository({[registryPath]: pointer})
      for (const {exitCode, error} of await askBoth(repository, ...args)) {
        assert.equal(exitCode, 6)
        assert.equal(error.code, 'REGISTRY_INVALID')
        assert.match(error.message, /LFS/u)
      }
    })

    test(`not UTF-8, with the offset, ${how}`, async () => {
      const text = of(1).replace('# Registry', '# Registry é 🎯 \ufffd X')
      const bytes = Buffer.from(text)
      const offset = bytes.indexOf('X')
      bytes[offset] = 0xff
      const repository = await makeRepository({[registryPath]: bytes})
      for (const {exitCode, error} of await askBoth(repository, ...args)) {
        assert.equal(exitCode, 6)
        assert.equal(error.code, 'REGISTRY_INVALID')
        assert.equal(error.details.offset, offset)
        assert.match(error.message, new RegExp(`\\b${offset}\\b`, 'u'))
      }
    })
  }

  test('a submodule', async () => {
    const other = await makeRepository({'x.md': of(1)})
    const repository = await makeRepository({})
    await git(
      repository,
      '-c',
      'protocol.file.allow=always',
      'submodule',
      '--quiet',
      'add',
      other,
      registryPath
    )
    await commitFiles(repository, {})
    for (const {exitCode, error} of await askBoth(repository, ...named)) {
      assert.equal(exitCode, 6)
      assert.equal(error.code, 'REGISTRY_INVALID')
      assert.match(error.message, /submodule/u)
    }
  })

  test('UTF-16', async () => {
    const repository = await makeRepository({
      [registryPath]: Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(of(1), 'utf16le')])
    })
    for (const {error} of await askBoth(repository, ...named)) {
      assert.equal(error.code, 'REGISTRY_INVALID')
      assert.equal(error.details.offset, 0)
    }
  })

  test('larger than 16 MiB', async () => {
    const repository = await makeRepository({
      [registryPath]: `${of(1)}\n${`${'x'.repeat(1023)}\n`.repeat(16 * 1024)}`
    })
    for (const {exitCode, error} of await askBoth(repository, ...named)) {
      assert.equal(exitCode, 6)
      assert.match(error.message, /16 MiB/u)
    }
  })

  test('no blocks', async () => {
    const repository = await makeRepository({[registryPath]: '# Nothing\n'})
    for (const {error} of await askBoth(repository, ...named)) {
      assert.equal(error.code, 'REGISTRY_NOT_FOUND')
    }
  })
})

describe('front matter', () => {
  for (const [name, frontMatter] of [
    ['YAML that is broken', 'registry: [branch'],
    ['a tab', 'registry:\n\tbranch: x'],
    ['a duplicate key', 'registry:\n  branch: x\n  branch: y'],
    ['an alias', 'a: &a x\nregistry: *a'],
    ['a list', 'registry: [a]'],
    ['a word', 'registry: yes'],
    ['an unknown key', 'registry:\n  brunch: x'],
    ['a branch that is a mapping', 'registry:\n  branch: {a: b}'],
    ['a branch that cannot be', 'registry:\n  branch: "a..b"'],
    ['a branch that is an option', 'registry:\n  branch: --force'],
    ['a branch that is a refspec', 'registry:\n  branch: "+a:b"'],
    ['a base with a blank', 'registry:\n  base: "a b"'],
    ['reservations', 'registry:\n  reservations: maybe'],
    ['an orchestrator', 'registry:\n  orchestrator: 0'],
    ['a rule', 'registry:\n  rules: {BATCH_GAP: loud}'],
    ['a schema that is missing', 'registry:\n  schema: schemas/none.json']
  ] as const) {
    test(`${name}: 6`, async () => {
      const repository = await makeRepository({[registryPath]: registryText({frontMatter})})
      const claim = await regmdJson(repository, ['claim', '1'], as('me'))
      assert.equal(claim.exitCode, 6)
      assert.equal(claim.error.code, 'REGISTRY_INVALID')
      assert.ok(claim.error.hint)
      assert.equal((await git(repository, 'rev-list', '--count', 'main')).trim(), '1')
    })
  }

  test('that says nothing about the registry is left alone', async () => {
    const repository = await makeRepository({
      [registryPath]: registryText({frontMatter: 'title: Sessions\ntags: [a, b]'})
    })
    assert.equal((await regmdJson(repository, ['claim', '1'], as('me'))).exitCode, 0)
    assert.match(
      await git(repository, 'show', `main:${registryPath}`),
      /^---\ntitle: Sessions\ntags: \[a, b\]\n---\n/u
    )
  })

  test('names the branch', async () => {
    const frontMatter = 'registry:\n  branch: live/claims'
    const {clone, remote} = await makeClone({[registryPath]: registryText({frontMatter})})
    const {data} = await regmdJson(clone, ['claim', '1'], as('me'))
    assert.equal(data.branch, 'live/claims')
    assert.match(
      await git(remote, 'branch', '--list', '--format=%(refname:short)'),
      /^live\/claims$/mu
    )
    assert.equal((await regmdJson(clone, ['status'])).data.registered, 1)
  })

  test('branch: main has one branch for both', async () => {
    const frontMatter = 'registry:\n  branch: main'
    const {clone, remote} = await makeClone({[registryPath]: registryText({frontMatter})})
    const {data} = await regmdJson(clone, ['claim', '1'], as('me'))
    assert.equal(data.branch, 'main')
    assert.equal((await git(remote, 'rev-parse', 'main')).trim(), data.commit)
  })

  test('reservations: open lets others take what is reserved', async () => {
    const blocks = {2: ['- **ROLE**: a', '- **GOAL**: 5 mails', '- **SESSION_ID**: two']}
    const open = await makeRepository({
      [registryPath]: registryText({blocks, frontMatter: 'registry:\n  reservations: open'})
    })
    assert.equal((await regmdJson(open, ['claim', '2'], as('me'))).data.session, 'me')
    const strict = await makeRepository({[registryPath]: registryText({blocks})})
    assert.equal((await regmdJson(strict, ['claim', '2'], as('me'))).error.code, 'NUMBER_RESERVED')
  })

  test('orchestrator: 2 mediates', async () => {
    const repository = await makeRepository({
      [registryPath]: registryText({frontMatter: 'registry:\n  orchestrator: 2'})
    })
    for (const [number, session] of [
      ['1', 'one'],
      ['2', 'two'],
      ['3', 'three']
    ] as const) {
      await regmdJson(repository, ['claim', number], as(session))
    }

    const args = ['release', '3', '--reason', 'gone']
    assert.equal((await regmdJson(repository, args, as('one'))).error.code, 'NOT_HOLDER')
    assert.equal((await regmdJson(repository, args, as('two'))).data.number, 3)
  })
})

describe('a schema of one’s own', () => {
  const own = (properties: object, more: object = {}) =>
    JSON.stringify({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties,
      ...more
    })
  const frontMatter = 'registry:\n  schema: schemas/own.json'
  const make = async (schema: string) =>
    makeRepository({
      [registryPath]: registryText({frontMatter}),
      'schemas/own.json': schema
    })

  test('is honoured', async () => {
    const repository = await make(own({role: {type: 'string', pattern: '^Team '}}))
    const {exitCode, error} = await regmdJson(repository, ['claim', '2'], as('me'))
    assert.equal(exitCode, 6)
    assert.equal(error.code, 'CLAIM_INVALID')
    assert.match(error.message, /role/u)
    const {data} = await regmdJson(repository, ['claim', '2', '--role', 'Team Mail'], as('me'))
    assert.equal(data.role, 'Team Mail')
  })

  test('may ask for more', async () => {
    const repository = await make(
      own(
        {},
        {required: ['title', 'responsibilities'], properties: {responsibilities: {minItems: 2}}}
      )
    )
    const {error} = await regmdJson(repository, ['claim', '2'], as('me'))
    assert.equal(error.code, 'CLAIM_INVALID')
    const args = ['--responsibility', 'write', '--responsibility', 'send']
    assert.equal((await regmdJson(repository, ['claim', '2', ...args], as('me'))).exitCode, 0)
  })

  test('with a pattern that would hang another engine', async () => {
    const repository = await make(own({goal: {type: 'string', pattern: '^(a+)+$'}}))
    const started = performance.now()
    const goal = `${'a'.repeat(400)}!`
    const {error} = await regmdJson(repository, ['claim', '2', '--goal', goal], as('me'))
    assert.equal(error.code, 'CLAIM_INVALID')
    assert.ok(performance.now() - started < 30_000)
  })

  for (const [name, schema] of [
    ['no JSON', '{'],
    ['no object', '3'],
    ['no schema', '{"type": "no such type"}'],
    ['a reference to elsewhere', '{"$ref": "https://example.com/schema.json"}'],
    ['a pattern that cannot be', '{"properties": {"goal": {"pattern": "("}}}']
  ] as const) {
    test(`${name}: 6, and nothing is written`, async () => {
      const repository = await make(schema)
      const {exitCode, error} = await regmdJson(repository, ['claim', '2'], as('me'))
      assert.equal(exitCode, 6)
      assert.equal(error.code, 'REGISTRY_INVALID')
      assert.equal((await git(repository, 'rev-list', '--count', 'main')).trim(), '1')
    })
  }

  test('is the base branch’s, whatever the registry branch says', async () => {
    const {clone} = await makeClone({
      [registryPath]: registryText({frontMatter}),
      'schemas/own.json': own({role: {type: 'string', pattern: '^Team '}})
    })
    await regmdJson(clone, ['claim', '1', '--role', 'Team One'], as('one'))
    await git(clone, 'checkout', '--quiet', '-b', 'loose', 'origin/registry')
    await commitFiles(clone, {'schemas/own.json': own({})}, 'Loosen')
    await git(clone, 'push', '--quiet', 'origin', 'loose:registry')
    const {error} = await regmdJson(clone, ['claim', '2'], as('two'))
    assert.equal(error.code, 'CLAIM_INVALID')
  })
})

describe('text output', () => {
  test('of a registry elsewhere says where it is', async () => {
    const repository = await makeRepository({'docs/who.md': of(2)})
    const {stdout} = await regmd(repository, ['status', '--registry', 'docs/who.md'])
    assert.match(stdout, /^docs\/who\.md on main: 0\/2/u)
  })
})
