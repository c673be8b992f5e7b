import assert from 'node:assert/strict'
import {rm, stat} from 'node:fs/promises'
import {basename} from 'node:path'
import {test} from 'node:test'
import {type Output, binary, execute, git, makeFolder} from '../helpers/cli.ts'

test('the demo: twelve processes race, all get their numbers, a duplicate loses', async () => {
  const folder = await makeFolder()
  // Whatever becomes of it, the folder goes at the end of this file.
  const {exitCode, stdout, stderr} = await execute(
    folder,
    [process.execPath, binary, 'demo', '--json'],
    {TMPDIR: folder}
  )
  assert.equal(exitCode, 0, stderr)
  const {ok, command, data} = JSON.parse(stdout) as Output
  try {
    assert.equal(ok, true)
    assert.equal(command, 'demo')
    assert.equal(data.registered, 12)
    assert.equal(data.total, 12)
    assert.ok(data.elapsedMs > 0)
    for (const directory of [data.directory, data.remote, data.clone]) {
      assert.ok((await stat(directory)).isDirectory())
    }

    const commits = await git(data.remote, 'rev-list', '--count', 'main..registry')
    assert.equal(commits.trim(), '12')
    const text = await git(data.remote, 'show', 'registry:registry/sessions.md')
    assert.equal(text.match(/^- \*\*STATUS\*\*: ✅ REGISTERED$/gmu)?.length, 12)
    assert.match(text, /12\/12 sessions registered/u)
    assert.doesNotMatch(stderr, /^\s*[{[]/mu)
  } finally {
    assert.match(basename(data.directory), /^regmd-demo-/u)
    await rm(data.directory, {recursive: true, force: true})
  }
})
