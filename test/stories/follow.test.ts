import assert from 'node:assert/strict'
import {chmod, readFile, rm, stat, utimes, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {test} from 'node:test'
import {checkTidy, holdersAt} from '../helpers/race.ts'
import {
  type Finished,
  type World,
  addWorktree,
  claimArgs,
  makeLocal,
  makeWorld,
  registryPath,
  tipOf
} from '../helpers/repository.ts'

async function blobAt(world: World, folder: string, revision: string): Promise<Buffer> {
  return (await world.tryGit(folder, ['cat-file', 'blob', revision])).stdout
}

/** The committed document. */
async function tipBytes(world: World, folder: string): Promise<Buffer> {
  return blobAt(world, folder, `main:${registryPath}`)
}

async function fileBytes(folder: string): Promise<Buffer> {
  return readFile(join(folder, registryPath))
}

/** Mode, blob and stage of the registry in the index. */
async function entryOf(world: World, folder: string): Promise<string> {
  return world.git(folder, 'ls-files', '--stage', '--', registryPath)
}

async function claim(world: World, folder: string, session: string, number: number) {
  const finished = await world.run(folder, claimArgs(session, number))
  assert.equal(finished.code, 0, finished.stderr)
  const holders = await holdersAt(world, folder, 'main')
  assert.equal(holders.get(number), session)
  return finished
}

function saysLeft(finished: Finished, folder: string): boolean {
  return finished.stdout
    .toString()
    .split('\n')
    .some((line) => /changes of its own|staged changes/u.test(line) && line.includes(folder))
}

/** File and index entry are at the tip, and nothing differs that did not before. */
async function checkCurrent(world: World, folder: string, status = ''): Promise<void> {
  assert.deepEqual(await fileBytes(folder), await tipBytes(world, folder))
  assert.deepEqual(await blobAt(world, folder, `:${registryPath}`), await tipBytes(world, folder))
  assert.equal(await world.git(folder, 'status', '--porcelain'), status)
}

test('a clean copy follows each claim, readiness and release', async (t) => {
  const world = await makeWorld(t)
  const folder = await makeLocal(world)
  const finished = await claim(world, folder, 's1', 1)
  assert.ok(!saysLeft(finished, folder))
  await checkCurrent(world, folder)
  assert.match((await fileBytes(folder)).toString(), /^- \*\*SESSION_ID\*\*: s1$/mu)

  const steps = [
    [...claimArgs('s2', 2), '--no-ready'],
    ['ready', '--session', 's2'],
    ['release', '--session', 's2', '--reason', 'Done']
  ]
  for (const args of steps) {
    const {code, stderr} = await world.run(folder, args)
    assert.equal(code, 0, stderr)
    await checkCurrent(world, folder)
  }
  await checkTidy(world, folder)
})

test('a copy with edits is left, and the output says so', async (t) => {
  const world = await makeWorld(t)
  const folder = await makeLocal(world)
  const edited = Buffer.concat([await fileBytes(folder), Buffer.from('\nMine.\n')])
  await writeFile(join(folder, registryPath), edited)

  const finished = await claim(world, folder, 's1', 1)
  assert.deepEqual(await fileBytes(folder), edited)
  assert.ok(saysLeft(finished, folder), finished.stdout.toString())
  assert.ok(saysLeft(await claim(world, folder, 's2', 2), folder))
  assert.deepEqual(await fileBytes(folder), edited)

  // A commit of something else does not take the claims back.
  await writeFile(join(folder, 'other.txt'), 'Other\n')
  await world.git(folder, 'add', 'other.txt')
  await world.git(folder, 'commit', '--quiet', '--message', 'Other')
  const committed = await world.git(folder, 'show', `HEAD:${registryPath}`)
  assert.match(committed, /SESSION_ID\*\*: s1$/mu)
  assert.match(committed, /SESSION_ID\*\*: s2$/mu)

  // Whoever gives up the edits gets the tip.
  await world.git(folder, 'checkout', '--quiet', 'HEAD', '--', registryPath)
  assert.ok(!saysLeft(await claim(world, folder, 's3', 3), folder))
  await checkCurrent(world, folder)
})

test('an edit of the same length, in the same moment, is left too', async (t) => {
  const world = await makeWorld(t)
  const folder = await makeLocal(world)
  const file = join(folder, registryPath)
  const {atime, mtime} = await stat(file)
  const edited = (await readFile(file, 'utf8')).replace('Session Registry', 'Session registrY')
  await writeFile(file, edited)
  await utimes(file, atime, mtime)
  await claim(world, folder, 's1', 1)
  assert.equal(await readFile(file, 'utf8'), edited)
})

test('a copy that was only touched follows', async (t) => {
  const world = await makeWorld(t)
  const folder = await makeLocal(world)
  await utimes(join(folder, registryPath), 1_700_000_000, 1_700_000_000)
  const finished = await claim(world, folder, 's1', 1)
  assert.ok(!saysLeft(finished, folder))
  await checkCurrent(world, folder)
})

test('staged edits are left', async (t) => {
  const world = await makeWorld(t)
  const folder = await makeLocal(world)
  const edited = Buffer.concat([await fileBytes(folder), Buffer.from('\nMine.\n')])
  await writeFile(join(folder, registryPath), edited)
  await world.git(folder, 'add', registryPath)
  const entry = await entryOf(world, folder)

  const finished = await claim(world, folder, 's1', 1)
  assert.deepEqual([await fileBytes(folder), await entryOf(world, folder)], [edited, entry])
  assert.ok(saysLeft(finished, folder))

  // Also where the file itself went back to what it was.
  const old = await blobAt(world, folder, `main~1:${registryPath}`)
  await writeFile(join(folder, registryPath), old)
  await claim(world, folder, 's2', 2)
  assert.deepEqual([await fileBytes(folder), await entryOf(world, folder)], [old, entry])
})

test('a deleted file stays deleted', async (t) => {
  const world = await makeWorld(t)
  const folder = await makeLocal(world)
  await rm(join(folder, registryPath))
  await claim(world, folder, 's1', 1)
  await assert.rejects(fileBytes(folder), {code: 'ENOENT'})

  await world.git(folder, 'rm', '--quiet', '--cached', registryPath)
  await claim(world, folder, 's2', 2)
  await assert.rejects(fileBytes(folder), {code: 'ENOENT'})
  assert.equal(await entryOf(world, folder), '')
})

test('a copy that somebody was stopped in the middle of is brought up', async (t) => {
  const world = await makeWorld(t)
  const folder = await makeLocal(world)
  await claim(world, folder, 's1', 1)
  await claim(world, folder, 's2', 2)
  const revisions = ['main~2', 'main~1', 'main']
  const versions = await Promise.all(
    revisions.map(async (revision) => ({
      oid: await world.git(folder, 'rev-parse', `${revision}:${registryPath}`),
      bytes: await blobAt(world, folder, `${revision}:${registryPath}`)
    }))
  )

  for (const [inIndex, entry] of versions.entries()) {
    for (const [inFile, file] of versions.entries()) {
      const info = `100644,${entry.oid},${registryPath}`
      await world.git(folder, 'update-index', '--cacheinfo', info)
      await writeFile(join(folder, registryPath), file.bytes)
      // Nothing is written by it, but it is a command all the same.
      const finished = await claim(world, folder, 's2', 2)
      const what = `index ${revisions[inIndex]}, file ${revisions[inFile]}`
      assert.ok(!saysLeft(finished, folder), what)
      assert.equal(await world.git(folder, 'status', '--porcelain'), '', what)
      assert.deepEqual(await fileBytes(folder), versions[2]?.bytes, what)
    }
  }
})

test('other files stay staged, edited, new and deleted as they are', async (t) => {
  const world = await makeWorld(t)
  const names = ['staged.txt', 'edited.txt', 'both.txt', 'deleted.txt', 'registry/other.md']
  const files = Object.fromEntries(names.map((name) => [name, 'one\n']))
  const folder = await makeLocal(world, {files})
  for (const name of names.slice(0, 3)) await world.write(join(folder, name), 'two\n')
  await world.git(folder, 'add', 'staged.txt', 'both.txt')
  await world.write(join(folder, 'both.txt'), 'three\n')
  await rm(join(folder, 'deleted.txt'))
  await world.write(join(folder, 'registry/other.md'), 'mine\n')
  await world.write(join(folder, 'added.txt'), 'new\n')
  await world.git(folder, 'add', 'added.txt')
  await world.write(join(folder, 'registry/new.md'), 'new\n')

  const look = async () => [
    await world.git(folder, 'status', '--porcelain=v1', '--untracked-files=all'),
    await world.git(folder, 'diff'),
    await world.git(folder, 'diff', '--cached')
  ]
  const before = await look()
  await claim(world, folder, 's1', 1)
  await checkCurrent(world, folder, before[0])
  assert.deepEqual(await look(), before)
})

test('a document with CRLF that git does not convert follows byte for byte', async (t) => {
  const world = await makeWorld(t)
  const edit = (text: string) => text.replaceAll('\n', '\r\n')
  const files = {'.gitattributes': `${registryPath} -text\n`}
  const folder = await makeLocal(world, {edit, files})
  await world.git(folder, 'config', 'core.autocrlf', 'input')
  await claim(world, folder, 's1', 1)
  await claim(world, folder, 's2', 2)
  await checkCurrent(world, folder)
  const text = (await fileBytes(folder)).toString()
  assert.equal(text.replaceAll('\r\n', '').includes('\n'), false)
})

test('a document with LF stays so, whatever the user has set', async (t) => {
  const world = await makeWorld(t)
  const folder = await makeLocal(world)
  assert.match(await readFile(join(folder, '.gitattributes'), 'utf8'), /text eol=lf/u)
  await world.git(folder, 'config', 'core.autocrlf', 'true')
  await world.git(folder, 'config', 'core.eol', 'crlf')
  await claim(world, folder, 's1', 1)
  await checkCurrent(world, folder)
  assert.equal((await fileBytes(folder)).includes(13), false)
})

test('a copy that git converts to CRLF follows, converted', async (t) => {
  const world = await makeWorld(t)
  const files = {'.gitattributes': 'registry/*.md text eol=crlf\n'}
  const folder = await makeLocal(world, {files})
  await rm(join(folder, registryPath))
  await world.git(folder, 'checkout', '--quiet', '--', registryPath)
  await claim(world, folder, 's1', 1)
  await claim(world, folder, 's2', 2)
  assert.equal(await world.git(folder, 'status', '--porcelain'), '')
  const lines = (await tipBytes(world, folder)).toString()
  assert.equal((await fileBytes(folder)).toString(), lines.replaceAll('\n', '\r\n'))
})

test('an executable document stays executable', async (t) => {
  const world = await makeWorld(t)
  const folder = await makeLocal(world)
  await chmod(join(folder, registryPath), 0o755)
  await world.git(folder, 'commit', '--quiet', '--all', '-m', 'Executable')
  await claim(world, folder, 's1', 1)
  await checkCurrent(world, folder)
  assert.match(await entryOf(world, folder), /^100755 /u)
  assert.notEqual((await stat(join(folder, registryPath))).mode & 0o100, 0)
})

test('the copy follows wherever the branch is checked out, and nowhere else', async (t) => {
  const world = await makeWorld(t)
  const folder = await makeLocal(world)
  const [linked, forced] = [world.path('linked'), world.path('forced')]
  await world.git(folder, 'checkout', '--quiet', '-b', 'feature')
  await world.git(folder, 'worktree', 'add', '--quiet', linked, 'main')
  await world.git(folder, 'worktree', 'add', '--quiet', '--force', forced, 'main')
  await writeFile(join(forced, registryPath), 'Mine.\n')
  const before = await fileBytes(folder)

  const finished = await claim(world, join(folder, 'registry'), 's1', 1)
  await checkCurrent(world, linked)
  assert.ok(!saysLeft(finished, linked))
  assert.ok(saysLeft(finished, forced))
  assert.equal(await readFile(join(forced, registryPath), 'utf8'), 'Mine.\n')
  assert.deepEqual(await fileBytes(folder), before)
  assert.equal(await world.git(folder, 'status', '--porcelain'), '')
})

test('a sparse checkout that leaves the document out goes on doing so', async (t) => {
  const world = await makeWorld(t)
  const folder = await makeLocal(world, {files: {'src/file.txt': 'one\n'}})
  await world.git(folder, 'sparse-checkout', 'set', '--no-cone', '/src/')
  const finished = await claim(world, folder, 's1', 1)
  assert.equal(await world.git(folder, 'status', '--porcelain'), '')
  assert.ok(!saysLeft(finished, folder))
  await assert.rejects(fileBytes(folder), {code: 'ENOENT'})
})

test('where the index is locked, the claim lands, and the copy follows later', async (t) => {
  const world = await makeWorld(t)
  const folder = await makeLocal(world)
  const before = await fileBytes(folder)
  const lock = await world.write(join(folder, '.git/index.lock'), '')
  await claim(world, folder, 's1', 1)
  assert.deepEqual(await fileBytes(folder), before)
  await rm(lock)
  await claim(world, folder, 's1', 1)
  await checkCurrent(world, folder)
})

test('a copy that git removes and has no room to write again is put back', async (t) => {
  const world = await makeWorld(t)
  const folder = await makeLocal(world)
  const path = world.env['PATH'] ?? ''
  const once = world.path('once')
  // The first call may write no byte to any file; it does not know that before it has begun.
  await world.script(
    world.path('bin/git'),
    `PATH='${path}'`,
    `case "$*" in (*'read-tree -m -u'*)`,
    `  if mkdir '${once}' 2>/dev/null; then trap '' XFSZ; ulimit -f 0; fi`,
    'esac',
    'exec git "$@"'
  )
  const finished = await world.run(folder, claimArgs('s1', 1), {
    env: {PATH: `${world.path('bin')}:${path}`}
  })
  assert.equal(finished.code, 0, finished.stderr)
  await rm(once, {recursive: true})
  await checkCurrent(world, folder)
})

test('in the middle of a conflict nothing is touched', async (t) => {
  const world = await makeWorld(t)
  const folder = await makeLocal(world, {files: {'file.txt': 'one\n'}})
  await world.git(folder, 'checkout', '--quiet', '-b', 'other')
  await world.write(join(folder, 'file.txt'), 'two\n')
  await world.git(folder, 'commit', '--quiet', '--all', '-m', 'Two')
  await world.git(folder, 'checkout', '--quiet', 'main')
  await world.write(join(folder, 'file.txt'), 'three\n')
  await world.git(folder, 'commit', '--quiet', '--all', '-m', 'Three')
  assert.notEqual((await world.tryGit(folder, ['merge', 'other'])).code, 0)
  const entries = await world.git(folder, 'ls-files', '--stage')
  const before = await fileBytes(folder)

  await claim(world, folder, 's1', 1)
  assert.equal(await world.git(folder, 'ls-files', '--stage'), entries)
  assert.deepEqual(await fileBytes(folder), before)
})

test('where a copy cannot be brought up, the claim has landed all the same', async (t) => {
  const world = await makeWorld(t)
  const folder = await makeLocal(world)
  const linked = await addWorktree(world, folder, 'linked')
  await writeFile(join(folder, '.git/index'), 'broken\n')
  const {code, json} = await world.ask(linked, claimArgs('s1', 1))
  assert.equal(code, 0, JSON.stringify(json))
  assert.equal(json.data['commit'], await tipOf(world, folder, 'main'))
  const again = await world.ask(linked, claimArgs('s1', 1))
  assert.deepEqual([again.code, again.json.data['alreadyHeld']], [0, true])
})
