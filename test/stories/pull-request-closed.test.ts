import assert from 'node:assert/strict'
import {readFile, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {describe, test} from 'node:test'
import {Ajv2020} from 'ajv/dist/2020.js'
import {
  type RunOptions,
  git,
  heldBy,
  makeFolder,
  makeRepository,
  packageRoot,
  regmd,
  registryPath
} from '../helpers/cli.ts'
import {
  act,
  commit,
  deed,
  documentOf,
  judge,
  readRegistry,
  refusal,
  registryFiles,
  replaced,
  revision,
  startBranch,
  withBlock,
  withClaim,
  withFields
} from '../helpers/pull-request.ts'

const schema = JSON.parse(
  await readFile(join(packageRoot, 'schemas/output.schema.json'), 'utf8')
) as object
const validate = new Ajv2020({allErrors: true, strict: true}).compile(schema)

/** A check that must not pass: its exit code, its words, and its object valid. */
async function refused(cwd: string, args: readonly string[], options?: RunOptions) {
  const {exitCode, stdout} = await regmd(cwd, ['check', '--json', ...args], options)
  const output = JSON.parse(stdout) as {error?: {code: string; message: string; hint: string}}
  assert.ok(validate(output), JSON.stringify({errors: validate.errors, output}, null, 2))
  assert.ok(output.error, stdout)
  return {exitCode, ...output.error}
}

const text = documentOf({sessions: 4, blocks: {1: heldBy('alpha', 1)}})
const taken = withFields(text, 1, heldBy('evil', 1))

describe('a base that is none', async () => {
  const cwd = await makeRepository(registryFiles(text))
  await git(cwd, 'tag', '-a', '-m', 'x', 'approved')
  await startBranch(cwd, 'topic', 'main')
  await commit(cwd, registryFiles(taken))

  const values: readonly (readonly [readonly string[], number, RegExp])[] = [
    [['--base', ''], 2, /--base/u],
    [['--base='], 2, /--base/u],
    [['--base'], 2, /--base/u],
    [['--base', 'main', '--base', 'topic'], 2, /--base/u],
    [['--base', 'main', '--ref', ''], 2, /--ref/u],
    [['--base', 'main', '--file', ''], 2, /--file/u],
    [['--base', '--upload-pack=x'], 2, /--base/u],
    [['--base=--upload-pack=x'], 7, /fetch-depth: 0/u],
    [['--base=--all'], 7, /fetch-depth: 0/u],
    [['--base=-h'], 7, /fetch-depth: 0/u],
    [['--base', 'nonsense'], 7, /`nonsense`.*fetch-depth: 0/u],
    [['--base', 'origin/main'], 7, /fetch-depth: 0/u],
    [['--base', '0000000000000000000000000000000000000000'], 7, /fetch-depth: 0/u],
    [['--base', '1234567890123456789012345678901234567890'], 7, /fetch-depth: 0/u],
    [['--base', ' '], 7, /commit/u],
    [['--base', 'main..topic'], 7, /commit/u],
    [['--base', '^main'], 7, /commit/u],
    [['--base', 'main^@'], 7, /commit/u],
    [['--base', 'main:registry'], 7, /commit/u],
    [['--base', 'main^{tree}'], 7, /commit/u],
    [['--base', 'main\ntopic'], 7, /commit/u],
    [['--base', 'HEAD~100'], 7, /commit/u],
    [['--base', 'main', '--ref', 'nonsense'], 7, /`nonsense`/u],
    [['--base', 'main', '--ref', '^topic'], 7, /commit/u],
    [['--ref', '^topic'], 7, /commit/u],
    [['--ref', 'main..topic'], 7, /commit/u],
    [['--base', 'main', '--ref', 'topic', '--file', registryPath], 2, /--file.*--ref/u]
  ]

  for (const [args, exitCode, words] of values) {
    test(`${JSON.stringify(args.join(' '))} ends with ${exitCode}`, async () => {
      const error = await refused(cwd, args)
      assert.equal(error.exitCode, exitCode, JSON.stringify(error))
      assert.match(error.message, words)
      assert.notEqual(error.hint, '')
    })
  }

  test('a tag, an id and an abbreviation are bases', async () => {
    const id = await revision(cwd, 'main')
    for (const base of ['approved', id, id.slice(0, 8), 'HEAD~1', 'refs/heads/main', '@{-1}']) {
      await git(cwd, 'checkout', '--quiet', 'main')
      await git(cwd, 'checkout', '--quiet', 'topic')
      assert.deepEqual(await judge(cwd, '--base', base), ['CLAIM_TAKEN_OVER 1'], base)
    }
  })

  test('a history that has nothing in common is refused', async () => {
    await git(cwd, 'checkout', '--quiet', '--orphan', 'orphan')
    await commit(cwd, registryFiles(taken))
    const {exitCode, code, message} = await refused(cwd, ['--base', 'main', '--ref', 'orphan'])
    assert.deepEqual([exitCode, code], [7, 'COMMIT_UNAVAILABLE'])
    assert.doesNotMatch(message, /fetch-depth/u)
  })

  test('a branch without a commit is refused', async () => {
    await git(cwd, 'checkout', '--quiet', '--orphan', 'unborn')
    const {exitCode} = await refused(cwd, ['--base', 'main'])
    assert.equal(exitCode, 7)
    await git(cwd, 'checkout', '--quiet', '--force', 'topic')
  })
})

describe('a shallow clone', async () => {
  const origin = await makeRepository(registryFiles(documentOf({sessions: 4})))
  await commit(origin, registryFiles(text))
  const parting = await revision(origin, 'main')
  await startBranch(origin, 'topic', 'main')
  for (const name of ['a', 'b', 'c']) await commit(origin, {[name]: name})
  await commit(origin, registryFiles(taken))
  await git(origin, 'checkout', '--quiet', 'main')
  for (const name of ['d', 'e']) await commit(origin, {[name]: name})
  const base = await revision(origin, 'main')

  const cloneOf = async (...options: readonly string[]) => {
    const folder = await makeFolder('shallow-')
    await git(folder, 'clone', '--quiet', '-b', 'topic', ...options, `file://${origin}`, '.')
    return folder
  }

  test('that lacks the base is refused', async () => {
    const cwd = await cloneOf('--depth', '1')
    const {exitCode, message} = await refused(cwd, ['--base', base])
    assert.equal(exitCode, 7)
    assert.match(message, /fetch-depth: 0/u)
  })

  test('that has the base and lacks where they part is refused, at each depth', async () => {
    for (const depth of ['1', '2', '3']) {
      const cwd = await cloneOf('--depth', depth, '--no-single-branch')
      const {exitCode, message, hint} = await refused(cwd, ['--base', 'origin/main'])
      assert.equal(exitCode, 7, depth)
      assert.match(message, /fetch-depth: 0/u)
      assert.equal(hint, 'git fetch --unshallow')
    }
  })

  test('that was deepened on one side only is refused, or right', async () => {
    const cwd = await cloneOf('--depth', '1')
    await git(cwd, 'fetch', '--quiet', '--depth', '9', 'origin', 'main:refs/remotes/origin/main')
    const {exitCode} = await refused(cwd, ['--base', 'origin/main'])
    assert.equal(exitCode, 7)
  })

  test('that has all of it finds what is wrong', async () => {
    for (const options of [['--depth', '5', '--no-single-branch'], ['--no-single-branch']]) {
      const cwd = await cloneOf(...options)
      await git(cwd, 'cat-file', '-e', parting)
      assert.deepEqual(await judge(cwd, '--base', 'origin/main'), ['CLAIM_TAKEN_OVER 1'])
    }
  })

  test('in which a merge hides a part of the head is refused', async () => {
    await startBranch(origin, 'merged', 'topic')
    await git(origin, 'merge', '--quiet', '--no-edit', 'main')
    const cwd = await makeFolder('shallow-')
    const options = ['--depth', '2', '--no-single-branch', '-b', 'merged']
    await git(cwd, 'clone', '--quiet', ...options, `file://${origin}`, '.')
    // The merge base is main itself, and the commits before the takeover are cut off.
    const answer = await refusal(cwd, '--base', 'origin/main')
    assert.ok(['1', '7 COMMIT_UNAVAILABLE'].includes(answer), answer)
  })
})

describe('where it is run', async () => {
  const cwd = await makeRepository({...registryFiles(text), 'docs/x.md': 'x\n'})
  await startBranch(cwd, 'topic', 'main')
  await commit(cwd, registryFiles(withClaim(text, 2, 'beta')))
  const dirty = withFields(withClaim(text, 2, 'beta'), 1, heldBy('evil', 1))
  await writeFile(join(cwd, registryPath), dirty)
  const takeover = ['CLAIM_TAKEN_OVER 1']
  const outside = await makeFolder('outside-')
  await writeFile(join(outside, 'sessions.md'), dirty)

  test('the file in the worktree counts, a ref looks past it', async () => {
    assert.deepEqual(await judge(cwd, '--base', 'main'), takeover)
    assert.deepEqual(await judge(cwd, '--base', 'topic'), takeover)
    assert.deepEqual(await judge(cwd, '--base', 'main', '--ref', 'topic'), [])
    assert.deepEqual(await judge(cwd, '--base', 'main', '--ref', 'HEAD'), [])
    assert.deepEqual(await judge(cwd), [])
  })

  test('what is staged and what is not are one', async () => {
    await git(cwd, 'add', '--all')
    assert.deepEqual(await judge(cwd, '--base', 'main'), takeover)
    await git(cwd, 'reset', '--quiet')
  })

  test('a folder below', async () => {
    const docs = join(cwd, 'docs')
    assert.deepEqual(await judge(docs, '--base', 'main'), takeover)
    assert.deepEqual(await judge(docs, '--base', 'main', '--ref', 'topic'), [])
    const file = ['--file', `../${registryPath}`]
    assert.deepEqual(await judge(docs, '--base', 'main', ...file), takeover)
  })

  test('a file that is named', async () => {
    assert.deepEqual(await judge(cwd, '--base', 'main', '--file', registryPath), takeover)
    const absolute = join(cwd, registryPath)
    assert.deepEqual(await judge(cwd, '--base', 'main', '--file', absolute), takeover)
  })

  test('a file outside of the repository has no base', async () => {
    const file = join(outside, 'sessions.md')
    assert.deepEqual(await judge(cwd, '--file', file), [])
    const {exitCode, message} = await refused(cwd, ['--base', 'main', '--file', file])
    assert.equal(exitCode, 2)
    assert.match(message, /outside|repository/u)
  })

  test('outside of any repository a file can be checked, a change cannot', async () => {
    assert.deepEqual(await judge(outside, '--file', 'sessions.md'), [])
    const answer = await refused(outside, ['--base', 'main', '--file', 'sessions.md'])
    assert.deepEqual([answer.exitCode, answer.code], [7, 'NOT_A_REPOSITORY'])
    assert.equal((await refused(outside, ['--base', 'main'])).exitCode, 7)
  })

  test('a linked worktree has files of its own', async () => {
    const linked = join(await makeFolder(), 'linked')
    await git(cwd, 'worktree', 'add', '--quiet', '--detach', linked, 'topic')
    assert.deepEqual(await judge(linked, '--base', 'main'), [])
    await writeFile(join(linked, registryPath), dirty)
    assert.deepEqual(await judge(linked, '--base', 'main'), takeover)
    assert.deepEqual(await judge(linked, '--base', 'main', '--ref', 'HEAD'), [])
    await git(cwd, 'worktree', 'remove', '--force', linked)
  })

  test('a bare repository has refs only', async () => {
    const bare = await makeFolder('bare-')
    await git(cwd, 'clone', '--quiet', '--bare', '.', bare)
    await git(bare, 'update-ref', 'refs/heads/taken', await commitOf(dirty))
    assert.deepEqual(await judge(bare, '--base', 'main', '--ref', 'topic'), [])
    assert.deepEqual(await judge(bare, '--base', 'main', '--ref', 'taken'), takeover)
    const {exitCode, message} = await refused(bare, ['--base', 'main'])
    assert.equal(exitCode, 2)
    assert.match(message, /--ref|name a commit/u)

    async function commitOf(content: string): Promise<string> {
      const other = await makeFolder('other-')
      await git(bare, 'config', 'user.name', 'Ada Lovelace')
      await git(bare, 'config', 'user.email', 'ada@example.com')
      await git(bare, 'worktree', 'add', '--quiet', '--detach', other, 'topic')
      return commit(other, registryFiles(content))
    }
  })

  test('a detached head is one', async () => {
    await git(cwd, 'checkout', '--quiet', '--detach', 'topic')
    assert.deepEqual(await judge(cwd, '--base', 'main'), takeover)
    await git(cwd, 'checkout', '--quiet', 'topic')
  })

  test('a merge in progress is judged as it lies there', async () => {
    const other = await makeRepository(registryFiles(text))
    await startBranch(other, 'topic', 'main')
    await commit(other, registryFiles(withClaim(text, 2, 'beta')))
    await git(other, 'checkout', '--quiet', 'main')
    await commit(other, {'x.txt': 'x'})
    await git(other, 'merge', '--quiet', '--no-commit', '--no-ff', 'topic')
    assert.deepEqual(await judge(other, '--base', 'main'), [])
    await writeFile(join(other, registryPath), taken)
    assert.deepEqual(await judge(other, '--base', 'main'), takeover)
  })

  test('a clone without blobs fetches them', async () => {
    const origin = await makeRepository(registryFiles(text))
    await startBranch(origin, 'topic', 'main')
    await commit(origin, registryFiles(taken))
    await git(origin, 'config', 'uploadpack.allowFilter', 'true')
    const options = ['--quiet', '--no-checkout', '--filter=blob:none']
    const range = ['--base', 'origin/main', '--ref', 'origin/topic']
    const partial = await makeFolder('partial-')
    await git(partial, 'clone', ...options, `file://${origin}`, '.')
    assert.deepEqual(await judge(partial, ...range), takeover)
    const cut = await makeFolder('partial-')
    await git(cut, 'clone', ...options, `file://${origin}`, '.')
    await git(cut, 'remote', 'set-url', 'origin', join(cut, 'nowhere'))
    assert.equal((await refused(cut, range)).exitCode, 7)
  })

  test('a repository with longer ids', async () => {
    const long = await makeFolder('sha256-')
    await git(long, 'init', '--quiet', '--object-format=sha256', '--initial-branch=main')
    await git(long, 'config', 'user.name', 'Ada Lovelace')
    await git(long, 'config', 'user.email', 'ada@example.com')
    await commit(long, registryFiles(text))
    await startBranch(long, 'topic', 'main')
    await commit(long, registryFiles(taken))
    assert.deepEqual(await judge(long, '--base', 'main', '--ref', 'topic'), takeover)
    const {exitCode} = await refused(long, ['--base', '0'.repeat(64), '--ref', 'topic'])
    assert.equal(exitCode, 7)
  })

  const names = ['registry/-x.md', 'registry/*.md', 'registry/:x.md', 'registry/x y\tz.md']
  for (const name of [...names, 'registry/"ü".md', 'registry/a\nb.md']) {
    test(`a registry called ${JSON.stringify(name)}`, async () => {
      const other = await makeRepository({[name]: text})
      await startBranch(other, 'topic', 'main')
      const claimed = withClaim(text, 2, 'two')
      await commit(other, {[name]: claimed}, deed('claim', 2, 'two'))
      await commit(other, {[name]: withClaim(claimed, 3, 'three')}, deed('claim', 3, 'three'))
      const range = ['--base', 'main', '--ref', 'topic']
      const answer = await refusal(other, ...range)
      assert.ok(['0', '6 REGISTRY_INVALID'].includes(answer), answer)
      await commit(other, {[name]: withClaim(taken, 2, 'two')}, deed('claim', 1, 'evil'))
      await commit(other, {[name]: claimed}, deed('claim', 1, 'alpha'))
      assert.notEqual(await refusal(other, ...range), '0')
    })
  }

  test('the environment of a hook, and what git is told to print, change nothing', async () => {
    const two = await makeRepository(
      registryFiles(documentOf({sessions: 4}, 'branch: registry', 'base: main'))
    )
    await act(two, 'böss', ['claim', '1'])
    await act(two, 'zwei', ['claim', '2'])
    await act(two, 'böss', ['release', '2', '--reason', 'Moved on'])
    const settings = {
      'log.follow': 'true',
      'log.showSignature': 'true',
      'log.decorate': 'full',
      'log.date': 'relative',
      'log.diffMerges': 'combined',
      'log.mailmap': 'false',
      'format.pretty': 'oneline',
      'i18n.logOutputEncoding': 'ISO-8859-1',
      'color.ui': 'always',
      'core.quotePath': 'true',
      'diff.noprefix': 'true',
      'diff.renames': 'copies',
      'diff.orderFile': join(outside, 'none'),
      'core.abbrev': '4',
      'rebase.autoStash': 'true'
    }
    await git(two, 'checkout', '--quiet', '--detach', 'refs/heads/registry')
    const wrong = withBlock(await readRegistry(two), 1, (block) =>
      replaced(block, '10 pro', '1 pro')
    )
    await writeFile(join(two, registryPath), wrong)
    const range = ['--base', 'main', '--ref', 'refs/heads/registry']
    for (const [key, value] of Object.entries(settings)) {
      await git(two, 'config', key, value)
      assert.deepEqual(await judge(two, ...range), [], key)
      assert.deepEqual(await judge(two, '--base', 'HEAD'), ['CLAIM_REWRITTEN 1'], key)
      await git(two, 'config', '--unset', key)
    }

    const env = {GIT_DIR: cwd, GIT_INDEX_FILE: 'x', GIT_WORK_TREE: cwd, GIT_PAGER: 'false'}
    const {exitCode, stdout, stderr} = await regmd(two, ['check', ...range], {env})
    assert.equal(exitCode, 0, stdout + stderr)
  })
})
