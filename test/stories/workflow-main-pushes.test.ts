import assert from 'node:assert/strict'
import {describe, test} from 'node:test'
import {git, makeFolder, registryPath} from '../helpers/cli.ts'
import {
  type Forge,
  assertVerified,
  changeGoal,
  claim,
  editBranch,
  errorsOf,
  lineOf,
  makeForge,
  mergeInto,
  nothing,
  runPush,
  runWorkflow,
  tipOf
} from '../helpers/forge.ts'
import {withClaim} from '../helpers/pull-request.ts'

describe('a push to main', {concurrency: 3}, () => {
  for (const way of ['merge', 'squash', 'rebase'] as const) {
    test(`by a ${way} of the registry branch passes`, async () => {
      const forge = await makeForge()
      const before = await tipOf(forge.remote, 'main')
      await claim(forge.clone, 1)
      await claim(forge.clone, 2)
      await mergeInto(forge, 'registry', way)
      assertVerified(await runPush(forge, 'main', before))
    })

    test(`by a ${way} of the registry branch, after other work, passes`, async () => {
      const forge = await makeForge()
      await claim(forge.clone, 1)
      const before = await work(forge)
      await claim(forge.clone, 2)
      await mergeInto(forge, 'registry', way)
      assertVerified(await runPush(forge, 'main', before))
    })
  }

  test('of other work passes, while the registry branch is apart', async () => {
    const forge = await makeForge()
    await claim(forge.clone, 1)
    const before = await work(forge)
    await work(forge, 'more')
    assertVerified(await runPush(forge, 'main', before))
  })

  test('the first one passes', async () => {
    const forge = await makeForge()
    assertVerified(await runPush(forge, 'main', nothing))
  })

  test('of a takeover fails', async () => {
    const forge = await makeForge()
    await claim(forge.clone, 2, 'ann')
    await mergeInto(forge, 'registry')
    const before = await tipOf(forge.remote, 'main')
    await editBranch(forge, 'main', (text) => withClaim(text, 2, 'eve'))
    const ran = await runPush(forge, 'main', before)
    assert.equal(ran.exitCode, 1, ran.output)
    const found = `CLAIM_TAKEN_OVER ${registryPath}:${await lineOf(forge, 'main', 2)}`
    assert.deepEqual(errorsOf(ran), [found, 'regmd history --verify'])
  })

  test('that rewinds it fails', async () => {
    const forge = await makeForge()
    const start = await tipOf(forge.remote, 'main')
    await claim(forge.clone, 1)
    await mergeInto(forge, 'registry')
    const before = await tipOf(forge.remote, 'main')
    await git(forge.remote, 'update-ref', 'refs/heads/main', start)
    const ran = await runPush(forge, 'main', before)
    assert.ok(ran.exitCode > 0, ran.output)
    assert.match(ran.annotations[0]?.message ?? '', /rewound or rewrote the branch main/u)
  })
})

describe('a state', {concurrency: 3}, () => {
  for (const name of ['workflow_dispatch', 'schedule']) {
    test(`is checked for ${name}`, async () => {
      const forge = await makeForge()
      await claim(forge.clone, 1)
      const sha = await tipOf(forge.remote, 'main')
      const payload = {repository: {default_branch: 'main'}}
      const event = {name, ref: 'refs/heads/main', sha, payload}
      const edit = (text: string) => text.replace('pull_request:', `$&\n  ${name}:`)
      assertVerified(await runWorkflow(forge, event, {edit}))
    })
  }

  test('with a broken history fails', async () => {
    const forge = await makeForge()
    await claim(forge.clone, 1)
    await editBranch(forge, 'registry', changeGoal(1))
    const sha = await tipOf(forge.remote, 'registry')
    const event = {name: 'schedule', ref: 'refs/heads/registry', sha, payload: {}}
    const edit = (text: string) => text.replace('pull_request:', '$&\n  schedule:')
    const ran = await runWorkflow(forge, event, {edit})
    assert.equal(ran.exitCode, 1, ran.output)
    assert.deepEqual(errorsOf(ran), ['regmd history --verify'])
  })
})

/** Other work lands on main; its commit. */
async function work(forge: Forge, name = 'work'): Promise<string> {
  const clone = await makeFolder('work-')
  await git(clone, 'clone', '--quiet', forge.remote, '.')
  const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com']
  await git(clone, ...identity, 'commit', '--quiet', '--allow-empty', '-m', name)
  await git(clone, 'push', '--quiet', 'origin', 'HEAD:main')
  return tipOf(clone, 'HEAD')
}
