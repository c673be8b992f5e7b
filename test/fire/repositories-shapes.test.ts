import assert from 'node:assert/strict'
import {chown, readFile, rename, rm, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {describe, test} from 'node:test'
import {
  addClone,
  commitFiles,
  git,
  heldBy,
  makeClone,
  makeFolder,
  makeRepository,
  regmdJson,
  registryPath,
  registryText,
  writeFiles
} from '../helpers/cli.ts'
import {amount, isLong, seed} from '../helpers/fire.ts'
import {checkDone, checkRefused, makeAlarm, ownState} from '../helpers/hostile-repository.ts'

const claim = ['claim', '1']
const files = {[registryPath]: registryText(), 'a.txt': 'a\n'}
const twoBranches = {[registryPath]: registryText({frontMatter: 'registry:\n  branch: registry'})}

/** Session ids of a branch's blocks, in order. */
async function sessionsOn(folder: string, branch: string): Promise<readonly string[]> {
  const text = await git(folder, 'show', `${branch}:${registryPath}`)
  return [...text.matchAll(/SESSION_ID\*\*: (.*)$/gmu)].map(([, session = '']) => session)
}

describe('history that one clone sees otherwise', () => {
  test('replacements: what is read and built on is what everybody has', async () => {
    const {clone, remote} = await makeClone(files)
    const real = (await git(clone, 'rev-parse', 'HEAD')).trim()
    await git(clone, 'switch', '--quiet', '--create', 'other')
    const blocks = {1: heldBy('mallory', 1)}
    await commitFiles(clone, {[registryPath]: registryText({blocks}), 'a.txt': 'other\n'})
    await git(clone, 'switch', '--quiet', 'main')
    await git(clone, 'replace', real, 'other')
    const blob = (name: string) => git(clone, 'rev-parse', `${name}:${registryPath}`)
    await git(clone, 'replace', (await blob(real)).trim(), (await blob('other')).trim(), '-f')

    await checkDone(clone, claim)
    assert.deepEqual(await sessionsOn(remote, 'registry'), ['me', '[open]', '[open]'])
    const changed = await git(remote, 'diff', '--name-only', 'main', 'registry')
    assert.equal(changed, `${registryPath}\n`)
    assert.equal((await checkDone(clone, ['status'])).data.registered, 1)
  })

  test('replacements and grafts: `history --verify` is not deceived', async () => {
    for (const how of amount({short: ['graft'], long: ['graft', 'replace']})) {
      const {clone} = await makeClone(files)
      await checkDone(clone, claim)
      const before = await checkDone(clone, ['history', '--verify'])
      await git(clone, 'fetch', '--quiet')
      const tip = (await git(clone, 'rev-parse', 'origin/registry')).trim()
      if (how === 'graft') await writeFiles(clone, {'.git/info/grafts': `${tip}\n`})
      else await git(clone, 'replace', '--graft', tip)
      assert.deepEqual((await checkDone(clone, ['history', '--verify'])).data, before.data, how)
      if (isLong) await checkDone(clone, ['claim', '2'], 'two')
    }
  })

  test('a shallow clone: its claim is right, its proof is refused', {skip: !isLong}, async () => {
    const {clone, remote} = await makeClone(files)
    await commitFiles(clone, {'b.txt': 'b'})
    await git(clone, 'push', '--quiet', 'origin', 'main')
    await checkDone(clone, claim, 'one')
    const shallow = await makeFolder()
    await git(shallow, 'clone', '--quiet', '--depth=1', `file://${remote}`, '.')
    await git(shallow, 'config', 'user.name', 'Bo')
    await git(shallow, 'config', 'user.email', 'bo@example.com')
    await checkDone(shallow, ['claim', '2'])
    assert.deepEqual(await sessionsOn(remote, 'registry'), ['one', 'me', '[open]'])
    assert.equal((await git(remote, 'rev-list', '--count', 'registry')).trim(), '4')
    await checkRefused(shallow, ['history', '--verify'], [7, 'COMMIT_UNAVAILABLE'])
  })
})

describe('repositories of other kinds', () => {
  test('objects borrowed from another one', {skip: !isLong}, async () => {
    const {clone, remote} = await makeClone(files)
    const borrower = await makeFolder()
    await git(borrower, 'clone', '--quiet', '--shared', remote, '.')
    await git(borrower, 'config', 'user.name', 'Bo')
    await git(borrower, 'config', 'user.email', 'bo@example.com')
    const alarm = await makeAlarm()
    await git(borrower, 'config', 'core.alternateRefsCommand', alarm.command('alternates'))
    await checkDone(borrower, claim)
    await checkDone(borrower, ['status'])
    assert.deepEqual(await alarm.rang(), ['alternates'], 'as in every fetch of git')
    assert.equal((await checkDone(clone, ['status'])).data.registered, 1)
    await rm(join(borrower, '.git/objects/info/alternates'))
    await writeFile(join(borrower, '.git/objects/info/alternates'), '/nowhere\n')
    const args = ['claim', '2', '--session', 'two', '--remote', 'none']
    const {exitCode, error} = await regmdJson(borrower, args)
    assert.deepEqual([exitCode, error.code], [7, 'NOT_A_REPOSITORY'])
    assert.ok(error.hint)
  })

  test('a bare clone', async () => {
    const {remote} = await makeClone(files)
    const bare = await makeFolder()
    await git(bare, 'clone', '--quiet', '--bare', remote, '.')
    await git(bare, 'config', 'user.name', 'Bo')
    await git(bare, 'config', 'user.email', 'bo@example.com')
    const {data} = await checkDone(bare, claim)
    assert.equal((await git(remote, 'rev-parse', 'registry')).trim(), data.commit)
    assert.equal((await git(bare, 'for-each-ref', '--format=%(refname)')).trim(), 'refs/heads/main')
    await checkDone(bare, [...claim, '--remote', 'none'])
    assert.deepEqual(await sessionsOn(bare, 'main'), ['me', '[open]', '[open]'])
  })

  test('ids of SHA-256', async () => {
    for (const where of amount({short: ['remote'], long: ['remote', 'local']})) {
      const folder = await makeFolder()
      await git(folder, 'init', '--quiet', '--object-format=sha256', '--initial-branch=main')
      await git(folder, 'config', 'user.name', 'Bo')
      await git(folder, 'config', 'user.email', 'bo@example.com')
      await commitFiles(folder, files)
      if (where === 'remote') {
        const remote = await makeFolder()
        await git(remote, 'clone', '--quiet', '--bare', folder, '.')
        await git(folder, 'remote', 'add', 'origin', remote)
      }
      const {data} = await checkDone(folder, claim)
      assert.equal(data.commit.length, 64)
      assert.equal((await checkDone(folder, ['history', '--verify'])).data.entries.length, 2)
      assert.equal(await git(folder, 'status', '--porcelain'), '', folder)
    }
  })

  test(
    'a `.git` that is a file, and worktrees with settings of their own',
    {skip: !isLong},
    async () => {
      const {clone, remote} = await makeClone(files)
      const apart = join(await makeFolder(), 'apart.git')
      await rename(join(clone, '.git'), apart)
      await writeFiles(clone, {'.git': `gitdir: ${apart}\n`})
      await git(clone, 'config', 'extensions.worktreeConfig', 'true')
      const tree = join(await makeFolder(), 'tree')
      await git(clone, 'worktree', 'add', '--quiet', '-b', 'side', tree)
      await git(tree, 'config', '--worktree', 'user.name', 'Worktree')
      await git(tree, 'config', '--worktree', 'core.fsmonitor', 'false')
      await checkDone(clone, claim, 'one')
      const {data} = await checkDone(tree, ['claim', '2'])
      assert.equal(
        (await git(remote, 'show', '-s', '--format=%an', data.commit)).trim(),
        'Worktree'
      )
      assert.equal(await git(clone, 'status', '--porcelain'), '')
      assert.equal(await git(tree, 'status', '--porcelain'), '')
    }
  )

  test('a worktree that `core.worktree` puts elsewhere: nothing is written beside it', async () => {
    const folder = await makeRepository(files)
    const elsewhere = await makeFolder()
    const text = await readFile(join(folder, registryPath), 'utf8')
    await writeFiles(elsewhere, {'mine.txt': 'mine\n'})
    await git(folder, 'config', 'core.worktree', elsewhere)
    await checkDone(folder, claim)
    await git(folder, 'config', '--unset', 'core.worktree')
    assert.equal(await readFile(join(folder, registryPath), 'utf8'), text)
    assert.deepEqual(await sessionsOn(folder, 'main'), ['me', '[open]', '[open]'])
    await assert.rejects(readFile(join(elsewhere, registryPath)))
  })

  test(
    'one that belongs to somebody else: 7, and how to trust it',
    {skip: process.getuid?.() !== 0},
    async () => {
      const {clone} = await makeClone(files)
      const state = await ownState(clone)
      await chown(clone, 65_534, 65_534)
      await chown(join(clone, '.git'), 65_534, 65_534)
      const commands = [claim, ['check'], ['status'], ['init']]
      for (const args of amount({short: commands.slice(0, 2), long: commands})) {
        const {exitCode, error} = await regmdJson(clone, [...args, '--session', 'me'])
        if (args[0] === 'check' && exitCode < 2) continue
        assert.deepEqual([exitCode, error?.code], [7, 'NOT_A_REPOSITORY'], args.join(' '))
        assert.match(error.hint, /safe\.directory/u)
      }
      await chown(clone, 0, 0)
      await chown(join(clone, '.git'), 0, 0)
      assert.deepEqual(await ownState(clone), state)
    }
  )
})

describe('branches that are not what they seem', () => {
  test('a branch that stands for the checked-out one: its worktree follows', async () => {
    const folder = await makeRepository(twoBranches)
    await git(folder, 'symbolic-ref', 'refs/heads/registry', 'refs/heads/main')
    await checkDone(folder, claim)
    assert.deepEqual(await sessionsOn(folder, 'main'), ['me', '[open]', '[open]'])
    assert.equal(await git(folder, 'status', '--porcelain'), '')
    assert.equal(
      (await git(folder, 'symbolic-ref', 'refs/heads/registry')).trim(),
      'refs/heads/main'
    )
  })

  // In the short form the seed chooses one of the two.
  test(
    'a name that another branch has for a folder: 6',
    {skip: !isLong && seed % 2 === 0},
    async () => {
      const folder = await makeRepository(twoBranches)
      await git(folder, 'branch', 'registry/x')
      const {error} = await checkRefused(folder, claim, [6, 'REGISTRY_INVALID'])
      assert.equal(error.hint, 'git branch --move registry/x NAME')
    }
  )

  test('a name below that of another branch: 6', {skip: !isLong && seed % 2 === 1}, async () => {
    const text = registryText({frontMatter: 'registry:\n  branch: live/claims'})
    const other = await makeRepository({[registryPath]: text})
    await git(other, 'branch', 'live')
    const refused = await checkRefused(other, claim, [6, 'REGISTRY_INVALID'])
    assert.equal(refused.error.hint, 'git branch --move live NAME')
    await git(other, 'branch', '--move', 'live', 'other')
    await checkDone(other, claim)
  })

  test('a tag, a file and a folder of the same name', async () => {
    const folder = await makeRepository({...twoBranches, main: 'main\n', 'refs/heads/main': 'x\n'})
    await git(folder, 'tag', 'main')
    await git(folder, 'tag', 'registry')
    await git(folder, 'tag', 'heads/registry')
    const tags = await git(folder, 'for-each-ref', 'refs/tags')
    await checkDone(folder, claim)
    await checkDone(folder, ['claim', '2'], 'two')
    assert.deepEqual(await sessionsOn(folder, 'refs/heads/registry'), ['me', 'two', '[open]'])
    assert.equal(await git(folder, 'for-each-ref', 'refs/tags'), tags)
    assert.equal((await checkDone(folder, ['history', '--verify'])).data.entries.length, 3)
  })

  test('signatures are not looked at while the history is read', async () => {
    const {clone} = await makeClone({...files, 'registry/old.md': registryText()})
    const alarm = await makeAlarm()
    const tree = (await git(clone, 'write-tree')).trim()
    await git(clone, 'rm', '--quiet', '--cached', 'registry/old.md')
    const without = (await git(clone, 'write-tree')).trim()
    assert.notEqual(tree, without)
    const parent = (await git(clone, 'rev-parse', 'HEAD')).trim()
    const commit = `tree ${without}\nparent ${parent}\nauthor A <a@b> 1700000000 +0000\ncommitter A <a@b> 1700000000 +0000\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\nRemove\n`
    await writeFiles(clone, {'.git/signed': commit})
    const oid = (await git(clone, 'hash-object', '-t', 'commit', '-w', '.git/signed')).trim()
    await git(clone, 'push', '--quiet', 'origin', `${oid}:refs/heads/main`)
    await git(clone, 'config', 'log.showSignature', 'true')
    const program = await alarm.script(join(alarm.folder, 'gpg'), 'gpg')
    await git(clone, 'config', 'gpg.program', program)
    await checkDone(clone, ['claim', '1', '--registry', registryPath])
    await checkDone(clone, ['history', '--registry', registryPath])
    assert.deepEqual(await alarm.rang(), [])
    if (!isLong) return
    const second = await addClone((await git(clone, 'config', 'remote.origin.url')).trim(), 'Bo')
    await git(second, 'config', 'log.showSignature', 'true')
    await git(second, 'config', 'gpg.program', program)
    await git(second, 'log', '-1')
    assert.deepEqual(await alarm.rang(), ['gpg'], 'git itself would have')
  })

  test('a path that git could take for a pattern: its copy follows', async () => {
    const paths = [':x.md', '[x].md', '-x.md']
    for (const path of amount({short: paths.slice(0, 1), long: paths})) {
      const folder = await makeRepository({[path]: registryText()})
      for (const [session, number] of [
        ['one', '1'],
        ['two', '2']
      ] as const) {
        await checkDone(folder, ['claim', number, `--registry=${path}`], session)
      }
      assert.equal(await git(folder, 'status', '--porcelain'), '', path)
    }
  })
})
