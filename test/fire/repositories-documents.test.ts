import assert from 'node:assert/strict'
import {mkdir, readFile, readdir, symlink} from 'node:fs/promises'
import {join} from 'node:path'
import {describe, test} from 'node:test'
import {
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
import {amount, isLong, seed} from '../helpers/fire.ts'
import {asMe, checkDone, checkRefused} from '../helpers/hostile-repository.ts'

const claim = ['claim', '1']
const named = ['--registry', registryPath]

/** Puts an entry into the next commit that no worktree could hold, and commits it. */
async function commitEntry(folder: string, entry: string): Promise<void> {
  await git(folder, 'update-index', '--add', '--cacheinfo', entry)
  await git(folder, 'commit', '--quiet', '-m', 'Add an entry')
}

describe('a registry that is no file', () => {
  test('a submodule in a commit, without one in the worktree: 6', async () => {
    const repository = await makeRepository({'a.txt': 'a'})
    await commitEntry(repository, `160000,${'1'.repeat(40)},${registryPath}`)
    const all = [claim, ['status'], ['check', '--ref', 'HEAD']]
    for (const args of amount({short: all.slice(0, 1), long: all})) {
      await checkRefused(repository, [...args, ...named], [6, 'REGISTRY_INVALID'])
    }
    await checkRefused(repository, claim, [6, 'REGISTRY_INVALID'])
  })

  test('a folder, and a file where the folder should be: 6', async () => {
    const folder = await makeRepository({[`${registryPath}/x.txt`]: 'x'})
    const file = await makeRepository({registry: registryText()})
    const all = [[...claim, ...named], ['check', ...named], claim, ['check']]
    for (const repository of [folder, file]) {
      for (const args of amount({short: all.slice(0, 2), long: all})) {
        await checkRefused(repository, args, [6, 'REGISTRY_NOT_FOUND'])
      }
    }
  })

  test('behind a folder that is a link: not followed in a commit', async () => {
    const repository = await makeRepository({'docs/sessions.md': registryText()})
    await symlink('docs', join(repository, 'registry'))
    await commitFiles(repository, {})
    const all = [claim, [...claim, ...named], ['status', ...named]]
    for (const args of amount({short: all.slice(0, 2), long: all})) {
      await checkRefused(repository, args, [6, 'REGISTRY_NOT_FOUND'])
    }
  })

  test('links to devices and out of the repository are not read', async () => {
    const targets = ['/dev/zero', '/etc/passwd', '../../../etc/passwd', 'sessions.md']
    for (const target of amount({short: targets.slice(0, 1), long: targets})) {
      const repository = await makeRepository({'a.txt': 'a'})
      await mkdir(join(repository, 'registry'))
      await symlink(target, join(repository, registryPath))
      await commitFiles(repository, {})
      await checkRefused(repository, ['check'], [6, 'REGISTRY_INVALID'])
      await checkRefused(repository, [...claim, ...named], [6, 'REGISTRY_INVALID'])
    }
  })

  test('in a submodule: not seen from above, and a registry of its own inside', async () => {
    const inner = await makeRepository({[registryPath]: registryText()})
    const outer = await makeRepository({'a.txt': 'a'})
    await git(
      outer,
      '-c',
      'protocol.file.allow=always',
      'submodule',
      '--quiet',
      'add',
      inner,
      'sub'
    )
    await commitFiles(outer, {})
    const path = ['--registry', `sub/${registryPath}`]
    const all = [[...claim, ...path], ['check', ...path], ['status']]
    for (const args of amount({short: all.slice(0, 2), long: all})) {
      await checkRefused(outer, args, [6, 'REGISTRY_NOT_FOUND'])
    }

    const sub = join(outer, 'sub')
    await git(sub, 'config', 'user.name', 'Ada')
    await git(sub, 'config', 'user.email', 'ada@example.com')
    // Its `.git` is a file, and `core.worktree` leads back from where its repository is.
    await checkDone(sub, [...claim, '--remote', 'none'])
    assert.equal(await git(sub, 'status', '--porcelain'), '')
    assert.match(await readFile(join(sub, registryPath), 'utf8'), /SESSION_ID\*\*: me$/mu)
    assert.equal((await git(outer, 'diff', '--cached', '--name-only')).trim(), '')
  })
})

describe('names that some file systems take for one', () => {
  // Composed and decomposed: one letter, or a letter and its dots.
  const twins = [
    ['registry/Sessions.md', 'registry/sessions.md'],
    ['registry/\u00e4.md', 'registry/a\u0308.md']
  ] as const

  for (const [one, other] of twins) {
    const options = {skip: !isLong && one !== twins[0][0]}
    test(`${JSON.stringify(one)}: none is guessed, and each is itself`, options, async () => {
      const {clone, remote} = await makeClone({'a.txt': 'a'})
      // A file system of that kind could not hold both.
      await writeFiles(clone, {text: registryText()})
      const blob = (await git(clone, 'hash-object', '-w', 'text')).trim()
      await git(clone, 'update-index', '--add', '--cacheinfo', `100644,${blob},${one}`)
      await commitEntry(clone, `100644,${blob},${other}`)
      await git(clone, 'push', '--quiet', 'origin', 'main')
      const {error} = await checkRefused(clone, claim, [6, 'REGISTRY_AMBIGUOUS'])
      assert.deepEqual(new Set(error.details.paths), new Set([one, other]))
      await checkDone(clone, [...claim, '--registry', one])
      const changed = await git(remote, 'diff', '-z', '--name-only', 'registry~1', 'registry')
      assert.equal(changed, `${one}\0`)
      const status = await checkDone(clone, ['status', '--registry', other])
      assert.equal(status.data.registered, 0)
    })
  }
})

describe('what a registry weighs', () => {
  const limit = 16 * 1024 * 1024
  /** A registry of so many bytes. */
  const padded = (bytes: number) => {
    const text = registryText()
    const line = `${'x'.repeat(1023)}\n`
    const rest = bytes - Buffer.byteLength(text)
    return text + line.repeat(Math.floor(rest / 1024)) + 'x'.repeat(rest % 1024)
  }

  test('16 MiB and a byte are refused, unread: 6', async () => {
    const repository = await makeRepository({[registryPath]: padded(limit + 1)})
    const all = [claim, ['check', '--file', registryPath], [...claim, ...named], ['check']]
    for (const args of amount({short: all.slice(0, 2), long: all})) {
      const {error} = await checkRefused(repository, args, [6, 'REGISTRY_INVALID'])
      assert.equal(error.details.offset, limit)
    }
  })

  test('a giant beside the registry is not read', async () => {
    const repository = await makeRepository({[registryPath]: registryText()})
    // Half a gigabyte and more than a string can hold; as a blob it is small.
    const bytes = amount({short: limit + 1, long: 600_000_000})
    const write = `head -c ${bytes} /dev/zero | git hash-object -w --stdin`
    const blob = (await execute(repository, ['sh', '-c', write])).stdout.trim()
    await git(repository, 'update-index', '--add', '--cacheinfo', `100644,${blob},registry/x.md`)
    await git(repository, 'commit', '--quiet', '-m', 'Add a giant')
    await git(repository, 'reset', '--quiet', '--hard', 'HEAD~1')
    const giant = (await git(repository, 'rev-parse', 'HEAD@{1}')).trim()
    const found = await regmdJson(repository, ['check', '--ref', giant], asMe)
    assert.ok(found.exitCode < 2, JSON.stringify(found))
    const path = ['--registry', 'registry/x.md']
    await checkRefused(repository, ['check', '--ref', giant, ...path], [6, 'REGISTRY_INVALID'])
  })
})

describe('how a registry is kept', () => {
  test('an executable one stays so on the remote', {skip: !isLong}, async () => {
    const {clone, remote} = await makeClone({[registryPath]: registryText()})
    await git(clone, 'update-index', '--chmod=+x', registryPath)
    await git(clone, 'commit', '--quiet', '-m', 'Make it executable')
    await git(clone, 'checkout', '--quiet', '--', '.')
    await git(clone, 'push', '--quiet', 'origin', 'main')
    await checkDone(clone, claim)
    assert.match(await git(remote, 'ls-tree', 'registry', registryPath), /^100755 /u)
  })

  test('CRLF under `text eol=lf` stays as it is, byte for byte', async () => {
    const text = registryText().replaceAll('\n', '\r\n')
    const {clone, remote} = await makeClone({[registryPath]: text})
    await writeFiles(clone, {'.gitattributes': '*.md text eol=lf\n'})
    const blob = (await git(clone, 'hash-object', '-w', '.gitattributes')).trim()
    // `git add` would make LF of it.
    await commitEntry(clone, `100644,${blob},.gitattributes`)
    await git(clone, 'push', '--quiet', 'origin', 'main')
    await checkDone(clone, claim)
    const after = await git(remote, 'show', `registry:${registryPath}`)
    assert.equal(after.replaceAll('\r\n', '').includes('\n'), false, 'no line ends in LF alone')
    const removed = await git(remote, 'diff', '--numstat', 'registry~1', 'registry')
    assert.ok(Number(removed.split('\t')[0]) < 10, removed)
  })
})

describe('init where the repository brings links', () => {
  const places = [
    ['AGENTS.md', 'victim'],
    ['registry', '.'],
    ['.gitattributes', 'new'],
    ['schemas', '.'],
    ['.github', 'missing/folder'],
    ['.github/workflows', '.']
  ] as const

  for (const [index, [path, target]] of places.entries()) {
    const options = {skip: !isLong && index !== seed % 2}
    test(`${path} out of it: 7, and nothing is written anywhere`, options, async () => {
      const outside = await makeFolder()
      await writeFiles(outside, {victim: 'mine\n'})
      const repository = await makeRepository({'.github/x': 'x', 'a.txt': 'a'})
      if (path === '.github') await git(repository, 'rm', '--quiet', '-r', '.github')
      await symlink(join(outside, target), join(repository, path))
      await commitFiles(repository, {})
      for (const args of amount({short: [['init']], long: [['init'], ['init', '--force']]})) {
        await checkRefused(repository, args, [7, 'NOT_A_REPOSITORY'])
      }
      assert.deepEqual(await readdir(outside), ['victim'])
      assert.equal(await readFile(join(outside, 'victim'), 'utf8'), 'mine\n')
    })
  }

  test('into `.git`, and to a device: 7', async () => {
    const links = [
      ['registry', '.git'],
      [registryPath, '/dev/zero'],
      ['AGENTS.md', '.git/hooks/pre-commit'],
      ['AGENTS.md', '/dev/zero']
    ] as const
    for (const [path, target] of isLong ? links : links.slice(seed % 2).slice(0, 1)) {
      const repository = await makeRepository({'a.txt': 'a', 'registry/x.txt': 'x'})
      await git(repository, 'rm', '--quiet', '-r', '--cached', 'registry')
      if (path === 'registry') await git(repository, 'clean', '--quiet', '-dff', 'registry')
      await symlink(target, join(repository, path))
      const before = await readdir(join(repository, '.git/hooks')).catch(() => [])
      await checkRefused(repository, ['init'], [7, 'NOT_A_REPOSITORY'])
      assert.deepEqual(await readdir(join(repository, '.git/hooks')).catch(() => []), before)
    }
  })

  test('within it is what the repository wants', async () => {
    const repository = await makeRepository({'CLAUDE.md': '# Notes\n'})
    await symlink('CLAUDE.md', join(repository, 'AGENTS.md'))
    await checkDone(repository, ['init'])
    assert.match(await readFile(join(repository, 'CLAUDE.md'), 'utf8'), /^# Notes\n\n<!-- regmd/u)
  })

  test('a calendar does not go where a link leads that leads nowhere', async () => {
    const outside = await makeFolder()
    const repository = await makeRepository({[registryPath]: registryText()})
    await symlink(join(outside, 'new.ics'), join(repository, 'week.ics'))
    const args = ['activate', '--start', '2026-11-23', '--time-zone', 'UTC', '--ics', 'week.ics']
    const {exitCode} = await regmd(repository, args, asMe)
    assert.equal(exitCode, 2)
    assert.deepEqual(await readdir(outside), [])
  })
})
